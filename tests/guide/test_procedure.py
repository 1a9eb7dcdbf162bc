"""Our own procedure says what the seed procedure says, and every trouble of the field has its place in the tree."""

from mozaik_tui.guide.reading import load_procedure

SEED = (
    ("site", None),
    ("sign_in", "Se connecter"),
    ("create", "Créez votre compte"),
    ("email", "Obtenir un code de vérification"),
    ("mail", "+"),
    ("code", "Vérifiez le code"),
    ("password", "Enregistrer"),
    ("questions", "Non"),
    ("save", "Enregistrer"),
    ("again", "Répéter pour un autre enfant"),
    ("english", "En"),
    ("family", None),
)
"""Steps and labels in the order of « Créer un compte dans Mozaïk-Portail » (issue, Deliver 1)."""

TROUBLES = {
    1: {"no_code"},
    2: {"code_older", "code_closed", "code_device", "code_blanks"},
    3: {"too_many"},
    4: {"exists"},
    5: {"email_not_in_file"},
    6: {"password_length", "password_kinds", "password_differ"},
    7: {
        "child_spelling", "child_swapped", "child_second_name", "child_date", "child_body", "child_old_number",
        "child_email",
    },
    8: {"ten_characters"},
    9: {"health_card"},
    10: {"second_parent"},
    11: {"no_number"},
    12: {"no_email"},
    13: {"email_today"},
}  # fmt: skip
"""What goes wrong, by its number in domain.md."""


def test_the_steps_of_the_seed_procedure_come_in_their_order_with_their_labels():
    procedure = load_procedure()
    names = [step.name for step in procedure.steps]
    places = [names.index(name) for name, _ in SEED]
    assert places == sorted(places)
    for name, label in SEED:
        shown = {
            procedure.labels[item.label] for item in procedure.step(name).picture if item.here and item.label
        }
        assert label is None or label in shown, name
        assert any(item.here for item in procedure.step(name).picture), name


def test_the_message_and_the_form_are_verbatim():
    labels = load_procedure().labels
    assert labels["created"] == (
        "Votre compte est créé ! Vous devez maintenant ajouter l'information de votre enfant."
    )
    assert labels["child_form"] == "Associer un enfant à votre compte"
    assert labels["code_field"] == "Code de vérification"


def reached(procedure, name):
    trouble = procedure.troubles[name]
    return {name}.union(*(reached(procedure, branch) for branch in trouble.branches))


def test_every_trouble_of_the_field_is_reached_from_a_step_and_no_trouble_is_lost():
    procedure = load_procedure()
    found = set()
    for step in procedure.steps:
        for name in procedure.troubles_at(step.name):
            found |= reached(procedure, name)
    assert set().union(*TROUBLES.values()) <= found
    assert found == set(procedure.troubles)


def test_my_school_does_it_otherwise_is_offered_everywhere():
    procedure = load_procedure()
    for step in procedure.steps:
        assert {"school_differs", "none_of_these"} <= set(procedure.troubles_at(step.name))


def test_neither_the_code_nor_a_mailbox_password_can_be_checked():
    procedure = load_procedure()
    asked = {check for step in procedure.steps for check in step.checks}
    asked |= {trouble.check for trouble in procedure.troubles.values()} - {""}
    assert asked == {
        "email", "password", "school_body", "last_name", "first_name", "birth_date", "identifier"
    }  # fmt: skip
