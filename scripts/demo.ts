// `npm run demo -- FILE...`: the main job without a browser, in plain sentences with figures. The
// same use cases as the app's, on a real chain and a real IPFS node that live as long as this
// takes. `--json`: the last line is a JSON object.
import { describeFailure } from "./demo/describeFailure.ts";
import { readArguments } from "./demo/readArguments.ts";
import { runStory } from "./demo/runStory.ts";

try {
  const { files, json } = await readArguments(process.argv.slice(2));
  const result = await runStory(files, (line) => console.log(line));
  if (json) console.log(JSON.stringify(result));
  process.exit(0);
} catch (error) {
  console.error(describeFailure(error));
  process.exit(1);
}
