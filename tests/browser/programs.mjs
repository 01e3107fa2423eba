// The programs that the tests need from outside. Knows nothing of the test runner, so that scripts can use it too.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chromium } from "playwright-core";

/** What is needed from outside: the paths of the program and of the browser. */
export function given(name) {
  assert.ok(process.env[name], `the environment variable ${name} must name a program`);
  return process.env[name];
}

/** The browser. It never asks the network for anything by itself. */
export function launch() {
  return chromium.launch({
    executablePath: given("CHROMIUM"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Runs `bantin` to its end, which must be a good one. */
export function bantin(...args) {
  const done = spawnSync(given("BANTIN"), args, { encoding: "utf8" });
  assert.equal(done.status, 0, done.error?.message ?? done.stderr);
}
