// QR codes: what the app's own say, and what everything else that a camera may see is called.

import { getAddress } from "ethers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findAddress,
  findCaip10,
  formatCaip2,
  formatCaip10,
} from "../../../frontend/src/chain/caip.ts";
import { buildCode, parseCode, readCode } from "../../../frontend/src/chain/readCode.ts";
import type { ChainReader } from "../../../frontend/src/chain/reader.ts";
import type { Address, PatientId, ProviderNumber } from "../../../frontend/src/domain/brand.ts";
import type { CodeLink } from "../../../frontend/src/domain/codeLink.ts";
import { domainErrorCodes } from "../../../frontend/src/domain/domainError.ts";

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: digits, maxLength: digits })
    .map((list) => list.join(""));
const addresses = hex(40).map((digits) => getAddress(`0x${digits}`) as Address);
const chainIds = fc.integer({ min: 1, max: 2 ** 40 });
const links: fc.Arbitrary<CodeLink> = fc.oneof(
  fc.record({
    is: fc.constant("patient" as const),
    chainId: chainIds,
    address: addresses,
    patientId: hex(64).map((digits) => `0x${digits}` as PatientId),
  }),
  fc.record({
    is: fc.constant("provider" as const),
    chainId: chainIds,
    address: addresses,
    provider: fc.integer({ min: 1, max: 0xffff_ffff }).map((n) => n as ProviderNumber),
  }),
);
const bases = fc.constantFrom(
  "http://localhost:5173/",
  "https://health.example.org/app/",
  "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/",
  "https://health.example.org/#/old/route",
);

const doctorsAddress = getAddress("0x90f79bf6eb2c4f870365e785982e1f101e93b906") as Address;
const doctorsLink: CodeLink = {
  is: "provider",
  chainId: 31_337,
  address: doctorsAddress,
  provider: 3 as ProviderNumber,
};
const doctorsCode = buildCode("https://health.example.org/", doctorsLink);
const here = { expectedChainId: 31_337, ownAddress: undefined };
const codeOf = (text: string, reading: Parameters<typeof parseCode>[1] = here) => {
  try {
    parseCode(text, reading);
    return "accepted";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("a code of this app", () => {
  test("has the documented form, with everything after the #", () => {
    expect(doctorsCode).toBe(
      "https://health.example.org/#/c/eip155:31337:0x90F79bf6EB2c4f870365E785982E1f101E93b906?n=3",
    );
  });

  test("is read as it was built, whatever the app's address", () => {
    fc.assert(
      fc.property(links, bases, (link, base) => {
        const reading = { expectedChainId: link.chainId, ownAddress: undefined };
        expect(parseCode(buildCode(base, link), reading)).toEqual(link);
        expect(buildCode(base, link).split("#")[0]).not.toContain(link.address);
      }),
    );
  });

  test("may be pasted with blanks, percent-encoded colons, or as the bare route", () => {
    expect(parseCode(` ${doctorsCode}\n`, here)).toEqual(doctorsLink);
    expect(parseCode(doctorsCode.replace("eip155:31337:", "eip155%3A31337%3a"), here)).toEqual(
      doctorsLink,
    );
    expect(parseCode(doctorsCode.slice(doctorsCode.indexOf("#")), here)).toEqual(doctorsLink);
  });

  test("of another chain is called so, with both chains named", () => {
    expect(() => parseCode(doctorsCode, { ...here, expectedChainId: 1 })).toThrow(
      expect.objectContaining({
        code: "domain.code-other-chain",
        details: { expected: 1, actual: 31_337 },
      }),
    );
  });

  test("of oneself is called so", () => {
    expect(codeOf(doctorsCode, { ...here, ownAddress: doctorsAddress })).toBe(
      "domain.code-oneself",
    );
  });

  test("with a mistyped address, cut off or added to is damaged", () => {
    const damaged = [
      doctorsCode.replace("90F79", "90f79"),
      doctorsCode.slice(0, -3),
      doctorsCode.replace("n=3", "n=0"),
      doctorsCode.replace("n=3", "n=4294967296"),
      doctorsCode.replace("n=3", "p=3"),
      `${doctorsCode}&x=1`,
      doctorsCode.replace("eip155", "solana"),
    ];
    expect(damaged.map((text) => codeOf(text))).toEqual(damaged.map(() => "domain.code-damaged"));
  });
});

describe("anything else", () => {
  const cases: readonly [what: string, text: string, code: string][] = [
    ["a website", "https://example.org/", "domain.code-website"],
    ["a website without a scheme", "www.example.org", "domain.code-website"],
    ["a payment code", `ethereum:${doctorsAddress}@1?value=1e18`, "domain.code-wallet"],
    [
      "a WalletConnect code",
      "wc:7f6e504bfad60b485450578e05678441fc@2?relay=x",
      "domain.code-wallet",
    ],
    ["a bare address", doctorsAddress, "domain.code-address"],
    ["a bare CAIP-10 account", `eip155:1:${doctorsAddress}`, "domain.code-address"],
    ["a recovery sheet", `HRS1:${"A".repeat(48)}`, "domain.code-recovery-sheet"],
    ["a newer recovery sheet", "HRS2:AAAA", "domain.code-recovery-sheet"],
    [
      "the words of a recovery sheet",
      Array(24).fill("abandon").join(" "),
      "domain.code-recovery-sheet",
    ],
    [
      "the numbered words of one",
      Array.from({ length: 24 }, (_, i) => `${i + 1}. zoo`).join("\n"),
      "domain.code-recovery-sheet",
    ],
    ["nothing", "", "domain.code-unknown"],
    ["a business card", "BEGIN:VCARD\nFN:Someone\nEND:VCARD", "domain.code-unknown"],
    ["a script", "javascript:alert(1)#/c/eip155:1:0x", "domain.code-unknown"],
    ["a novel", "x".repeat(5_000), "domain.code-too-long"],
  ];

  test.each(cases)("%s is called what it is", (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test("never throws anything but a domain error", () => {
    const known: readonly string[] = ["accepted", ...domainErrorCodes];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: "grapheme" })), (text) => {
        expect(known).toContain(codeOf(text));
        expect(known).toContain(codeOf(`https://x.org/#/c/${text}`));
      }),
    );
  });
});

describe("CAIP", () => {
  test("an account is read as it was written", () => {
    fc.assert(
      fc.property(chainIds, addresses, (chainId, address) => {
        expect(findCaip10(formatCaip10({ chainId, address }))).toEqual({ chainId, address });
      }),
    );
    expect(formatCaip2(11_155_111)).toBe("eip155:11155111");
  });

  test("an address with a wrong checksum is none, in one case it is", () => {
    expect(findAddress(doctorsAddress.toLowerCase())).toBe(doctorsAddress);
    expect(findAddress(doctorsAddress.replace("F", "f"))).toBeUndefined();
    expect(findAddress("0x12")).toBeUndefined();
  });
});

describe("whom a code means", () => {
  const reader = (over: Partial<Record<keyof ChainReader, unknown>>): ChainReader =>
    ({
      deployment: { chainId: 31_337 },
      findProviderByNumber: async () => undefined,
      findPatientById: async () => undefined,
      isContract: async () => false,
      ...over,
    }) as unknown as ChainReader;

  test("a contract's address is called so, an unregistered account nobody", async () => {
    await expect(
      readCode(reader({ isContract: async () => true }), doctorsCode),
    ).rejects.toMatchObject({ code: "chain.is-contract" });
    await expect(readCode(reader({}), doctorsCode)).rejects.toMatchObject({
      code: "chain.nobody-there",
    });
  });

  test("a provider is found, and a code from before a change of wallet is outdated", async () => {
    const provider = { provider: 3, wallet: doctorsAddress };
    const found = reader({ findProviderByNumber: async () => provider });
    expect(await readCode(found, doctorsCode)).toEqual({ is: "provider", provider });
    const moved = { ...provider, wallet: `0x${"1".repeat(40)}` };
    await expect(
      readCode(reader({ findProviderByNumber: async () => moved }), doctorsCode),
    ).rejects.toMatchObject({ code: "chain.code-outdated" });
  });

  test("a patient is found by id, if the wallet still controls the chart", async () => {
    const patientId = `0x${"ab".repeat(32)}` as PatientId;
    const link: CodeLink = { is: "patient", chainId: 31_337, address: doctorsAddress, patientId };
    const code = buildCode("http://localhost/", link);
    const patient = { patient: 7, patientId };
    const with_ = (controls: boolean) =>
      reader({ findPatientById: async () => patient, isController: async () => controls });
    expect(await readCode(with_(true), code)).toEqual({
      is: "patient",
      patient,
      wallet: doctorsAddress,
    });
    await expect(readCode(with_(false), code)).rejects.toMatchObject({
      code: "chain.code-outdated",
    });
  });
});
