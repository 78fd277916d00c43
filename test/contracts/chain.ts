// The simulated chain that all contract tests share, so that the cast is deployed once and each
// test starts from its snapshot: `await networkHelpers.loadFixture(castSystem)`.
import { network } from "hardhat";

export const connection = await network.create();
export const { ethers, networkHelpers } = connection;
