"""The whole journey by keyboard, reading only the screen, in French; used by every real-terminal test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .term import Term


@dataclass(frozen=True)
class Pupil:
    """What is on the report card."""

    school_body: str
    last_name: str
    first_name: str
    birth_date: str
    identifier: str


def to_code(term: Term, email: str) -> None:
    """From the language screen until the code is asked for."""
    term.see("Choisissez votre langue", "English")
    term.keys("1", "enter")
    term.see("Avant de commencer")
    term.keys("1")
    term.see("Votre adresse courriel")
    term.keys(email, "enter")
    term.see("Code de vérification", email)


def account(term: Term, email: str, password: str, code: Callable[[], str]) -> None:
    """A new account, until the child's form is on."""
    to_code(term, email)
    term.keys(code(), "enter")
    term.see("Choisissez un mot de passe")
    term.keys(password, "enter")
    term.see("▶ Le même mot de passe")
    term.keys(password)
    term.see("fait : les deux fois pareil")
    term.keys("enter")
    term.see("deux questions", "Votre compte est créé")


def questions(term: Term) -> None:
    """The two opening questions stay at « Non »."""
    term.see("Votre enfant : deux questions", "▶ S'agit-il d'une première")
    term.keys("enter")
    term.see("▶ S'agit-il d'un élève adulte")
    term.keys("enter")


def child(term: Term, pupil: Pupil, *, kept_body: bool = False) -> None:
    """The six parts of the child's form, until it is linked."""
    questions(term)
    # With a body that is kept there is a row more than 24 hold: the question has scrolled above.
    term.see("partie 2 de 6", "résultats", *(() if kept_body else ("Quel centre de services scolaire",)))
    if kept_body:
        term.see(f"▶ ● {pupil.school_body}")
    else:
        term.keys(pupil.school_body)
        term.see(f"▶ {pupil.school_body}")
    term.keys("enter")
    particulars(term, pupil)


def particulars(term: Term, pupil: Pupil, *understood: str) -> None:
    """From the name on, until the child is linked; ``understood`` is how the date and the number were read."""
    date, number = understood or ("", "")
    term.see("Écrivez le nom et le prénom")
    term.keys(pupil.last_name, "enter")
    term.see("▶ Prénom")
    term.keys(pupil.first_name, "enter")
    term.see("Quelle est la date de naissance")
    term.keys(pupil.birth_date)
    term.see(f"Compris : {date}")
    term.keys("enter")
    term.see("Tapez le numéro de fiche")
    term.keys(pupil.identifier)
    term.see(f"Compris : {number}")
    term.keys("enter")
    term.see("Vérifiez vos réponses", pupil.last_name)
    term.keys("tab")
    term.see("▶ « Enregistrer »")
    term.keys("enter")
    term.see("Votre enfant est associé", pupil.first_name)


def finish(term: Term, *names: str) -> int:
    """From “another child” to the family screen with these names, and out."""
    term.keys("2")
    term.see("Ma famille", "Se déconnecter", *names)
    lines = [line for line in term.text.splitlines() if "Se déconnecter" in line]
    term.keys(lines[0].strip().split()[0])
    term.see("Au revoir", *names)
    term.keys("2")
    return term.end()
