// Finds the branches of a Solidity source and makes each of them report which way it went.
//
// Hardhat's own coverage knows lines and statements. Half a condition (`a || b`), a ternary and a
// missing else have no statement of their own, so here every condition is wrapped in a call that
// tells the simulator how it came out, by the same means as Hardhat's statements: a call to its
// coverage library with a tag.
//
// A condition is what decides: in if, while, for and ?:, and each operand of && and || wherever
// they stand. Of `!a && (b || c)` these are a, b and c. Each has two branches, true and false;
// that is more than branch coverage asks for (a decision as a whole), and includes it.
import { createHash } from "node:crypto";
import solc from "solc";

export interface Condition {
  /** Where it stands in the source, in bytes. */
  start: number;
  end: number;
  /** Counts from 1. */
  line: number;
  text: string;
}

export interface Branch {
  condition: Condition;
  outcome: boolean;
  /** What is reported when it is taken: 32 bytes in hex. */
  tag: string;
}

interface Node {
  nodeType: string;
  src: string;
  [field: string]: unknown;
}

const sendHit = "__NomicFoundationCoverage.sendHit";

/** @throws Error where the source doesn't parse, or branches in a way that can't be measured. */
export function findConditions(source: string): Condition[] {
  const bytes = Buffer.from(source);
  const conditions: Condition[] = [];
  for (const node of conditionNodes(parse(source))) {
    const [start = 0, length = 0] = node.src.split(":").map(Number);
    conditions.push({
      start,
      end: start + length,
      line: bytes.subarray(0, start).toString().split("\n").length,
      text: bytes
        .subarray(start, start + length)
        .toString()
        .replace(/\s+/g, " "),
    });
  }
  return conditions;
}

/** The branches of a source file, named by its path: the same before and after instrumentation. */
export function findBranches(file: string, source: string): Branch[] {
  return findConditions(source).flatMap((condition, index) =>
    [true, false].map((outcome) => ({ condition, outcome, tag: tagOf(file, index, outcome) })),
  );
}

/**
 * @param instrumented the source with Hardhat's statement coverage in it
 * @throws Error where its conditions aren't those of the original
 */
export function instrumentBranches(file: string, original: string, instrumented: string): string {
  const expected = findConditions(original).length;
  if (expected === 0) return instrumented;
  const conditions = findConditions(instrumented);
  if (conditions.length !== expected) {
    throw new Error(`${file}: ${expected} conditions became ${conditions.length}.`);
  }
  const name = `__branch_${createHash("sha256").update(file).digest("hex").slice(0, 16)}`;
  const insertions = conditions.flatMap(({ start, end }, index) => [
    {
      at: start,
      // Where several begin, the outermost opens first; where several end, it closes last.
      order: [1, -end],
      text: `${name}(0x${tagOf(file, index, true)}, 0x${tagOf(file, index, false)}, `,
    },
    { at: end, order: [0, -start], text: ")" },
  ]);
  insertions.sort(
    (a, b) =>
      a.at - b.at || (a.order[0] ?? 0) - (b.order[0] ?? 0) || (a.order[1] ?? 0) - (b.order[1] ?? 0),
  );
  const bytes = Buffer.from(instrumented);
  let result = "";
  let done = 0;
  for (const { at, text } of insertions) {
    result += bytes.subarray(done, at).toString() + text;
    done = at;
  }
  return `${result}${bytes.subarray(done).toString()}
function ${name}(uint256 whenTrue, uint256 whenFalse, bool outcome) pure returns (bool) {
    ${sendHit}(outcome ? whenTrue : whenFalse);
    return outcome;
}
`;
}

function tagOf(file: string, index: number, outcome: boolean): string {
  return createHash("sha256").update(`branch ${file} ${index} ${outcome}`).digest("hex");
}

function parse(source: string): Node {
  const input = {
    language: "Solidity",
    sources: { source: { content: source } },
    settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    errors?: readonly { severity: string; formattedMessage: string }[];
    sources?: { source?: { ast?: Node } };
  };
  const ast = output.sources?.source?.ast;
  if (ast === undefined) {
    throw new Error(output.errors?.map((error) => error.formattedMessage).join("\n"));
  }
  return ast;
}

/** All conditions below a node, outer before inner, in the order of the syntax tree. */
function* conditionNodes(node: Node): Generator<Node> {
  if (node.nodeType.startsWith("Yul") && /^Yul(If|Switch|ForLoop)$/.test(node.nodeType)) {
    throw new Error(`Assembly that branches can't be measured (${node.nodeType}).`);
  }
  if (node.nodeType === "TryStatement" || isRequire(node)) {
    throw new Error(`${node.nodeType} at ${node.src}: teach scripts/branches/branches.ts first.`);
  }
  const condition = node.condition;
  if (isNode(condition)) {
    // An operand of && or || is found there.
    const bare = strip(condition);
    if (!isLogical(bare)) yield bare;
  }
  if (isLogical(node)) {
    for (const side of [node.leftExpression, node.rightExpression]) {
      const bare = isNode(side) ? strip(side) : undefined;
      if (bare !== undefined && !isLogical(bare)) yield bare;
    }
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* conditionNodes(child);
    }
  }
}

/** What is left of `(!x)`: x. */
function strip(node: Node): Node {
  if (node.nodeType === "TupleExpression" && node.isInlineArray !== true) {
    const [only] = node.components as Node[];
    if (only !== undefined) return strip(only);
  }
  if (node.nodeType === "UnaryOperation" && node.operator === "!") {
    return strip(node.subExpression as Node);
  }
  return node;
}

function isLogical(node: Node): boolean {
  return node.nodeType === "BinaryOperation" && (node.operator === "&&" || node.operator === "||");
}

/** The contracts revert with custom errors; `require` would hide a branch from this file. */
function isRequire(node: Node): boolean {
  const called = node.nodeType === "FunctionCall" ? node.expression : undefined;
  return (
    isNode(called) &&
    called.nodeType === "Identifier" &&
    (called.name === "require" || called.name === "assert")
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "src" in value;
}
