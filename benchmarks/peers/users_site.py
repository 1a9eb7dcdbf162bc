"""fastapi-users: register, verify, JWT. Runs in the peers' own environment, under uvicorn.

``python users_site.py`` makes the tables. The order is JSON in the variable ``PEER`` (see ``running.py``).
"""

import asyncio
import json
import os
import uuid
from collections.abc import AsyncIterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Annotated

import aiosmtplib
from fastapi import Body, Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from fastapi_users.password import PasswordHelper
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

ORDER = json.loads(os.environ["PEER"])
HASH = PasswordHash((Argon2Hasher(ORDER["rounds"], ORDER["memory"], ORDER["lanes"]),))
WIDE = SMTP.clone(max_line_length=998)
"""A token is longer than 78 characters: in its mail it is not to be folded."""


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    pass


def durable(connection, _record) -> None:
    """As durable as ours."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


if ORDER["database"].startswith("postgresql:"):
    engine = create_async_engine(ORDER["database"].replace("postgresql:", "postgresql+psycopg:", 1))
else:
    engine = create_async_engine(f"sqlite+aiosqlite:///{ORDER['database']}", connect_args={"timeout": 60})
    event.listen(engine.sync_engine, "connect", durable)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Manager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    verification_token_secret = reset_password_token_secret = ORDER["secret"]

    async def on_after_register(self, user, request=None) -> None:
        await self.request_verify(user, request)

    async def on_after_request_verify(self, user, token, request=None) -> None:  # noqa: ARG002 (its callers name it)
        mail = EmailMessage(policy=WIDE)
        mail["From"], mail["To"], mail["Subject"] = "portail@example.com", user.email, "Verify"
        mail.set_content(f"Your token:\n{token}\n")
        await aiosmtplib.send(mail, hostname="127.0.0.1", port=ORDER["relay"], start_tls=False)


async def manager() -> AsyncIterator[Manager]:
    async with sessions() as session:
        yield Manager(SQLAlchemyUserDatabase(session, User), PasswordHelper(HASH))


def strategy() -> JWTStrategy:
    return JWTStrategy(secret=ORDER["secret"], lifetime_seconds=3600)


backend = AuthenticationBackend("jwt", BearerTransport("login"), strategy)
users = FastAPIUsers[User, uuid.UUID](manager, [backend])
Shown, Updated = schemas.BaseUser[uuid.UUID], schemas.BaseUserUpdate

application = FastAPI()
application.include_router(users.get_register_router(Shown, schemas.BaseUserCreate))
application.include_router(users.get_verify_router(Shown))
application.include_router(users.get_auth_router(backend))
application.include_router(users.get_users_router(Shown, Updated), prefix="/users")


@application.post("/verify-and-enter")
async def enter(
    token: Annotated[str, Body(embed=True)], found: Annotated[Manager, Depends(manager)]
) -> dict[str, str]:
    """Not theirs: verifies and signs in, so that a sign-up pays one hash."""
    return {"access_token": await strategy().write_token(await found.verify(token))}


async def make_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


if __name__ == "__main__":
    asyncio.run(make_tables())
