// Runs after every `npm install` and `npm ci` of this project, on the host's Node.
import { repairNativePackages } from "./nativePackages.mjs";
import { findNode, noNodeMessage } from "./pinnedNode.mjs";

// Never fails an install: whatever is missing is said here, and again by the command needing it.
const node = findNode();
if (node === undefined) {
  console.error(noNodeMessage);
} else {
  try {
    repairNativePackages(node);
  } catch (error) {
    console.error(error.message);
  }
}
