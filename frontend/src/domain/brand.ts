/** A type that can't be swapped with another of the same shape. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** `0x` + 64 hex digits: keccak256(controller, commitment), computed by the contract. */
export type PatientId = Brand<`0x${string}`, "PatientId">;
/** The low 32 bits of a patient id; names the patient in writes and in packed lists. */
export type PatientNumber = Brand<number, "PatientNumber">;
/** Counts from 1; names a provider whatever its wallet. */
export type ProviderNumber = Brand<number, "ProviderNumber">;
/** Counts from 1. */
export type AuthorityNumber = Brand<number, "AuthorityNumber">;
/** `0x` + 40 hex digits, EIP-55 checksummed. */
export type Address = Brand<`0x${string}`, "Address">;
/** `0x` + 64 hex digits: SHA-256 of a document on IPFS; its CID is v1, raw, sha2-256. */
export type Digest = Brand<`0x${string}`, "Digest">;
/** 0..15. */
export type Compartment = Brand<number, "Compartment">;
/** 0..4095; 0 means "sealed to people". */
export type Epoch = Brand<number, "Epoch">;
/** Counts from 1: version of the patient's seed. */
export type Generation = Brand<number, "Generation">;
