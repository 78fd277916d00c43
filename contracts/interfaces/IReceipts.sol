// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Receipts: what was opened
/// @notice A provider's signed statement of what it opened in one session, logged for the patient.
/// @dev One EIP-712 receipt a session. Anyone may send it; it is accepted once. Accepted receipts
/// are remembered in a window of the last 160 sequence numbers of a (patient, signer) pair, as in
/// RFC 4303's anti-replay window, so that one word holds that and the block of the pair's last
/// receipt. Whether the access was allowed is not checked again here: it was when the records
/// were read, and a receipt may arrive after the grant ended. A patient's app shows the receipts
/// of the providers on the patient's lists, and only a registered provider can sign one.
interface IReceipts {
    /// @notice What the provider signs (EIP-712).
    struct Receipt {
        uint32 patient;
        uint32 provider;
        /// The doctor of the staff who opened them; 0 when the provider itself did.
        uint32 doctor;
        /// Counts from 1 per (patient, signer).
        uint32 sequence;
        /// Unix seconds.
        uint40 openedFrom;
        uint40 openedUntil;
        /// Number of leaves.
        uint32 count;
        /// Merkle root of what was opened; leaves are keccak256(keccak256(abi.encode(ref, manifest, openedAt))).
        bytes32 root;
        /// Record references opened, 3 bytes each, ascending, without repetition.
        bytes records;
    }

    /// @notice A receipt as it is sent: its small fields packed, because calldata is what a
    /// receipt costs most.
    struct SignedReceipt {
        /// From the lowest bit: patient 32, provider 32, doctor 32, sequence 32, openedFrom 40,
        /// openedUntil 40, count 32; the bits above are nobody's word and dropped.
        uint256 head;
        bytes32 root;
        bytes records;
        bytes signature;
    }

    /// @notice A provider said what it opened in one session. `head` is packed as in
    /// SignedReceipt: doctor, sequence, period and count are in there.
    event ReceiptLogged(
        uint32 indexed patient,
        uint32 indexed provider,
        address indexed signer,
        uint256 head,
        bytes32 root,
        bytes records,
        uint40 previousBlock
    );

    error ReceiptsEmpty();
    error ReceiptsMalformedRecords(uint256 length);
    error ReceiptsInvalidPeriod(uint40 openedFrom, uint40 openedUntil);
    error ReceiptsUnknownProvider(uint32 provider);
    error ReceiptsBadSignature(uint32 provider, uint32 doctor);
    error ReceiptsAlreadyLogged(uint32 patient, address signer, uint32 sequence);
    error ReceiptsTooOld(uint32 patient, address signer, uint32 sequence);

    /// @notice Logs one receipt. The signer is the provider's wallet or, with a doctor, that
    /// doctor's (ECDSA first, then ERC-1271); the doctor must be on the provider's current staff.
    /// @param head The receipt's small fields, packed as in SignedReceipt.
    function log(
        uint256 head,
        bytes32 root,
        bytes calldata records,
        bytes calldata signature
    ) external;

    /// @notice Logs several.
    function logMany(SignedReceipt[] calldata receipts) external;

    /// @notice The highest sequence accepted of a pair, and the block of its last receipt.
    function lastOf(
        uint32 patient,
        address signer
    ) external view returns (uint32 sequence, uint40 lastEventBlock);

    /// @notice Whether a sequence was accepted (true also for those older than the window).
    function isLogged(uint32 patient, address signer, uint32 sequence) external view returns (bool);

    /// @notice The EIP-712 digest that the provider signs.
    function digestOf(Receipt calldata receipt) external view returns (bytes32);
}
