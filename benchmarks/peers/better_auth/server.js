// better-auth: e-mail and password, e-mail verified by code. `node server.js tables` makes the tables.
// The order is JSON in the variable PEER (see running.py); `order.hash` names the package that hashes.
import cluster from "node:cluster";
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { emailOTP } from "better-auth/plugins";
import Database from "better-sqlite3";
import nodemailer from "nodemailer";
import pg from "pg";

const order = JSON.parse(process.env.PEER);
const argon2 = await import(order.hash);
const cost = { memoryCost: order.memory, timeCost: order.rounds, parallelism: order.lanes };

const shared = order.database.startsWith("postgresql:");

function file() {
  const database = new Database(order.database, { timeout: 60_000 });
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL"); // as durable as ours
  return database;
}

const database = shared ? new pg.Pool({ connectionString: order.database }) : file();

const relay = nodemailer.createTransport({ host: "127.0.0.1", port: order.relay, ignoreTLS: true, pool: true });

const options = {
  baseURL: `http://127.0.0.1:${order.port}`,
  secret: order.secret,
  database,
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  emailAndPassword: {
    enabled: true,
    requireEmailVerification: true,
    password: {
      hash: (password) => argon2.hash(password, cost),
      verify: ({ hash, password }) => argon2.verify(hash, password),
    },
  },
  emailVerification: { sendOnSignUp: true, autoSignInAfterVerification: true },
  plugins: [
    emailOTP({
      overrideDefaultEmailVerification: true,
      // Not awaited, as its manual advises.
      async sendVerificationOTP({ email, otp }) {
        relay.sendMail({ from: "portail@example.com", to: email, subject: "Verify", text: `Your code: ${otp}` });
      },
    }),
  ],
};

// On SQLite one process: it hashes on every core, and two on one file refuse sign-ups (SQLITE_BUSY_SNAPSHOT).
const processes = shared ? order.processes : 1;

if (process.argv[2] === "tables") {
  await (await getMigrations(options)).runMigrations();
  if (shared) await database.end();
} else if (cluster.isPrimary && processes > 1) {
  for (let one = 0; one < processes; one++) cluster.fork();
  process.on("SIGTERM", () => {
    for (const worker of Object.values(cluster.workers)) worker.kill();
    process.exit(0);
  });
} else {
  createServer(toNodeHandler(betterAuth(options))).listen(order.port, "127.0.0.1");
}
