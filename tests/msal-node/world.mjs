// What the cases share: the demo world, people at its sign-in pages, and counting.

import { readFileSync } from "node:fs";

export const ready = JSON.parse(readFileSync(process.env.READY_FILE, "utf8"));
export const CALLBACK = "http://localhost:5000/callback";
export const GRAPH = "https://graph.microsoft.com";

export const partner = ready.tenants.find((t) => t.kind === "partner" && t.enforcement === "enforced");
export const user = (tag) => ready.users.find((u) => u.tag === tag);
export const app = (tag, tenant = partner.id) => ready.apps.find((a) => a.tag === tag && a.tenant === tenant);
export const claims = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));

/** Somebody opens `url` in a browser and answers every page; tells where he arrived. */
export async function visit(wish) {
  const answer = await fetch(process.env.PEOPLE, { method: "POST", body: JSON.stringify(wish) });
  const told = await answer.json();
  if (told.trouble) throw new Error(told.trouble);
  return told;
}

export function check(holds, what) {
  if (!holds) throw new Error(what);
}

export function same(found, wanted, what) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  check(left === right, `${what}: found ${left}, wanted ${right}`);
}

/** The error that a promise is rejected with. */
export async function refusal(promise) {
  let value;
  try {
    value = await promise;
  } catch (cause) {
    return cause;
  }
  throw new Error(`not refused: ${JSON.stringify(value)?.slice(0, 300)}`);
}

/** The claims of a user's token, which must say that a second factor was used. */
export function challenged(token, person) {
  const told = claims(token);
  check(told.amr?.includes("mfa"), `amr is ${told.amr}`);
  same(told.oid, person.id, "oid");
  same(told.tid, person.tenant, "tid");
  return told;
}

const cases = [];
export const test = (name, run) => cases.push({ name, run });

/** Runs the cases in order, one line each, with the closing line of a suite. */
export async function runAll() {
  const words = process.argv.slice(2);
  let [passed, failed] = [0, 0];
  for (const { name, run } of cases) {
    if (words.length && !words.some((word) => name.includes(word))) continue;
    const began = performance.now();
    try {
      await run();
      passed += 1;
      console.log(`ok ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    } catch (cause) {
      failed += 1;
      console.log(`not ok ${name}: ${String(cause?.message ?? cause).replace(/\s+/g, " ").slice(0, 600)}`);
      console.log(String(cause?.stack ?? "").replace(/^/gm, "    "));
    }
  }
  console.log(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed ? 1 : 0;
}
