// Loaded before a script that run.mjs starts. The script lives in a session of its own, so
// nothing tells it when run.mjs is killed outright: this asks once a second, and then ends the
// script the orderly way instead of leaving it behind.
import { isMainThread } from "node:worker_threads";

const parent = Number(process.env.HEALTH_RECORDS_PARENT);

// Workers and forks load this, too, and have another parent.
if (isMainThread && process.ppid === parent) {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, 1000).unref();
}
