import { describe, expect, it } from "vitest";
import {
  findBranches,
  findConditions,
  instrumentBranches,
} from "../../scripts/branches/branches.ts";

function contract(body: string): string {
  return `pragma solidity 0.8.37; contract C { function f(bool a, bool b, bool c, uint x) public pure returns (uint) { ${body} } }`;
}

function textsIn(body: string): string[] {
  return findConditions(contract(body)).map(({ text }) => text);
}

describe("the branches of a contract", () => {
  it("are what if, while, for and ?: decide by", () => {
    expect(textsIn("if (a) return 1; return 2;")).toEqual(["a"]);
    expect(textsIn("while (x > 3) --x; return x;")).toEqual(["x > 3"]);
    expect(textsIn("for (uint i = 0; i < x; ++i) {} return x;")).toEqual(["i < x"]);
    expect(textsIn("return x == 0 ? 1 : 2;")).toEqual(["x == 0"]);
  });

  it("are each operand of && and ||, wherever they stand, without negations", () => {
    expect(textsIn("bool d = a && (b || !c); return d ? 1 : 2;")).toEqual(["a", "b", "c", "d"]);
    expect(textsIn("if (!(a || b) && x != 1) return 1; return 2;")).toEqual(["x != 1", "a", "b"]);
  });

  it("are none where bits are combined", () => {
    expect(textsIn("return x & 1 | x ^ 2;")).toEqual([]);
  });

  it("have tags of their own in every file", () => {
    const source = contract("if (a || b) return 1; return 2;");
    const tags = ["contracts/A.sol", "contracts/B.sol"]
      .flatMap((file) => findBranches(file, source))
      .map(({ tag }) => tag);
    expect(new Set(tags).size).toBe(8);
  });

  it("report both ways, nested ones and those after other characters, too", () => {
    const source = contract("/* ü */ return (a ? b : c) && x > 0 ? 1 : 2;");
    const instrumented = instrumentBranches("contracts/A.sol", source, source);
    const calls = instrumented.match(/__branch_\w+\(0x\w{64}, 0x\w{64}, /g);
    expect(calls?.length).toBe(3);
    const bare = instrumented.replace(/__branch_\w+\(0x\w{64}, 0x\w{64}, /g, "hit(");
    expect(bare).toContain("/* ü */ return (hit(hit(a) ? b : c)) && hit(x > 0) ? 1 : 2;");
  });

  it("are refused where they could not be measured", () => {
    expect(() => textsIn("assembly { if a { x := 1 } } return x;")).toThrow("Assembly");
    expect(() => textsIn("require(a); return x;")).toThrow("FunctionCall");
  });
});
