// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title HealthRecords: records, requests, grants, lists and the share sheet
/// @notice Who may read and write what in a patient's chart. The checks here are policy;
/// encryption enforces them: nothing that this contract returns opens a record by itself.
/// @dev Patients and providers go by number (see IPatients, IProviders). "Patient's side" means
/// the controller or a delegate with the power for it, directly or through the relay (ERC-2771).
///
/// Layout: one word per (patient, provider) holds the live grant, the open request and the links
/// of both lists; pairs are linked once, at first request or grant, and filtered when read. One
/// word per chart holds the epochs and the generation, another the record counts.
///
/// Events form chains: each carries the block of the one before (`previousBlock`), so that a
/// client walks back without scanning the chain; within one transaction later events of a chain
/// carry the block itself. Three kinds of chains, each kept in the word that its events change:
/// - of a pair (requests, grants, renewals, revocations, handovers): from `Access.lastEventBlock`;
/// - of a chart's records: from `epochsOf`, `lastRecordBlock`;
/// - of the chart itself (EpochsMoved, GenerationStarted, ShareSheetReplaced): from `epochsOf`,
///   `lastEventBlock`.
///
/// Times are Unix seconds in 32 bits, so nothing here can last beyond 2106; a request's times are
/// kept, read and emitted in whole hours, rounded up, and end in 2089.
///
/// Packed epochs: bits 12*c .. 12*c+11 hold the epoch of compartment c (1 to 4095); bits 192 to
/// 207 hold the generation (from 1). Where an order names epochs, lanes outside its scope are
/// ignored; a mismatch inside it, or of the generation, reverts: so no race seals to a wrong key.
///
/// Record reference: compartment << 16 | index, index counting from 0 within the compartment
/// (16,383 records at most).
interface IHealthRecords {
    enum Purpose {
        None,
        Treatment,
        Payment,
        Research,
        PublicHealth,
        PatientRequest,
        Emergency
    }

    enum Right {
        Read,
        Write
    }

    /// @notice What is asked for, or granted. One bit per compartment in each mask.
    struct Terms {
        uint16 readMask;
        uint16 writeMask;
        Purpose purpose;
        /// Unix seconds.
        uint32 expiresAt;
    }

    /// @notice A patient's order to let a provider in.
    struct GrantOrder {
        uint32 provider;
        /// The version of the provider's key document that the envelope was sealed to.
        uint16 keyVersion;
        uint16 readMask;
        uint16 writeMask;
        Purpose purpose;
        uint32 expiresAt;
        /// Packed epochs before this order, for every compartment read by the new terms or by the
        /// old ones.
        uint256 epochs;
    }

    /// @notice Compare-and-set of the share sheet's digest.
    struct SheetSwap {
        bytes32 expected;
        bytes32 next;
    }

    /// @notice A new chart entry.
    struct NewRecord {
        uint8 compartment;
        /// The compartment's current epoch, or 0 where the record key was sealed to people.
        uint16 epoch;
        /// SHA-256 of the manifest on IPFS.
        bytes32 manifest;
        /// Whether it amends an earlier record.
        bool amends;
        /// The record reference that it supersedes, where `amends`.
        uint24 supersedes;
    }

    /// @notice A chart entry, as read.
    struct RecordEntry {
        uint24 ref;
        bytes32 manifest;
    }

    /// @notice A pair of patient and provider, as read by either side.
    struct Access {
        uint32 patient;
        uint32 provider;
        /// The grant as last set; all zero when none, or revoked.
        Terms terms;
        /// The provider's key version that the grant was sealed to.
        uint16 keyVersion;
        /// True exactly when granted, not expired, and the provider verified right now.
        bool live;
        /// The open request; all zero when none.
        Terms request;
        /// Unix seconds; the request lapses by itself then.
        uint32 requestLapsesAt;
        /// True exactly when a request is open and has not lapsed.
        bool pending;
        bool verifiedNow;
        /// The block of the pair's last event; 0 before the first.
        uint40 lastEventBlock;
    }

    /// @notice A doctor to whom a hospital handed a patient's keys.
    struct Handover {
        uint32 doctor;
        /// SHA-256 of the sealed envelope on IPFS.
        bytes32 envelope;
        /// True while the doctor is on the staff and verified.
        bool current;
    }

    /// @notice `provider` and `doctor` are zero when the patient's side added it.
    event RecordAdded(
        uint32 indexed patient,
        uint32 indexed provider,
        uint32 doctor,
        address author,
        uint24 ref,
        uint16 epoch,
        bytes32 manifest,
        bool amends,
        uint24 supersedes,
        uint40 previousBlock
    );
    /// @notice `doctor` is the staff member who asked on the provider's behalf; zero if none.
    event AccessRequested(
        uint32 indexed patient,
        uint32 indexed provider,
        uint32 indexed doctor,
        Terms terms,
        uint32 lapsesAt,
        uint40 previousBlock
    );
    /// @notice The provider took its request back.
    event RequestWithdrawn(uint32 indexed patient, uint32 indexed provider, uint40 previousBlock);
    /// @notice The patient's side said no.
    event RequestDenied(
        uint32 indexed patient,
        uint32 indexed provider,
        address by,
        uint40 previousBlock
    );
    /// @notice A grant was set: first, changed, or as the answer to a request (`requested`).
    /// `moved` is the mask of compartments whose epoch moved because a read right was taken away.
    event AccessGranted(
        uint32 indexed patient,
        uint32 indexed provider,
        Terms terms,
        uint16 keyVersion,
        bool requested,
        uint16 moved,
        address by,
        bytes32 sheet,
        uint40 previousBlock
    );
    /// @notice A grant ends at another time now; nothing else changed.
    event AccessRenewed(
        uint32 indexed patient,
        uint32 indexed provider,
        uint32 expiresAt,
        address by,
        uint40 previousBlock
    );
    /// @notice A grant was ended. `moved` is the mask of compartments whose epoch moved.
    event AccessRevoked(
        uint32 indexed patient,
        uint32 indexed provider,
        uint16 moved,
        address by,
        bytes32 sheet,
        uint40 previousBlock
    );
    /// @notice Keys moved on because access had lapsed by itself.
    event EpochsMoved(
        uint32 indexed patient,
        uint16 moved,
        address by,
        bytes32 sheet,
        uint40 previousBlock
    );
    /// @notice A new seed is in use; every epoch is 1 again.
    event GenerationStarted(
        uint32 indexed patient,
        uint16 generation,
        address by,
        bytes32 sheet,
        uint40 previousBlock
    );
    /// @notice The share sheet was replaced, nothing else.
    event ShareSheetReplaced(
        uint32 indexed patient,
        address by,
        bytes32 sheet,
        uint40 previousBlock
    );
    /// @notice A hospital handed this patient's keys to a doctor of its staff.
    event KeysHandedOver(
        uint32 indexed patient,
        uint32 indexed organization,
        uint32 indexed doctor,
        bytes32 envelope,
        uint40 previousBlock
    );

    error HealthRecordsAccessDenied(uint32 patient, address caller);
    error HealthRecordsNotProvider(uint32 provider, address caller);
    error HealthRecordsProviderNotVerified(uint32 provider);
    error HealthRecordsInvalidProvider(uint32 provider);
    error HealthRecordsNothingToAdd();
    error HealthRecordsInvalidCompartment(uint8 compartment);
    error HealthRecordsEmptyDigest();
    error HealthRecordsStaleEpoch(uint32 patient, uint8 compartment, uint16 given, uint16 current);
    error HealthRecordsStaleGeneration(uint32 patient, uint16 given, uint16 current);
    error HealthRecordsEpochExhausted(uint32 patient, uint8 compartment);
    error HealthRecordsGenerationExhausted(uint32 patient);
    error HealthRecordsCompartmentFull(uint32 patient, uint8 compartment);
    error HealthRecordsNoSuchRecord(uint32 patient, uint24 ref);
    error HealthRecordsInvalidTerms();
    error HealthRecordsInvalidExpiry(uint32 expiresAt);
    error HealthRecordsInvalidLapse(uint32 lapsesAt);
    error HealthRecordsStaleKeyVersion(uint32 provider, uint16 given, uint16 current);
    error HealthRecordsStaleSheet(uint32 patient, bytes32 expected, bytes32 current);
    error HealthRecordsSheetUnchanged(uint32 patient);
    error HealthRecordsNoGrant(uint32 patient, uint32 provider);
    error HealthRecordsNoRequest(uint32 patient, uint32 provider);
    error HealthRecordsRequestLapsed(uint32 patient, uint32 provider, uint32 lapsedAt);
    /// @notice What was ordered is already so.
    error HealthRecordsAlreadySet(uint32 patient, uint32 provider);
    error HealthRecordsNothingToGrant();
    error HealthRecordsNothingToMove();
    error HealthRecordsNothingToRevoke();
    error HealthRecordsNotStaff(uint32 organization, uint32 doctor);
    error HealthRecordsTooManyHandovers(uint32 patient, uint32 organization, uint256 limit);
    /// @notice The cursor is not on the list that it is meant to continue.
    error HealthRecordsInvalidCursor(uint32 cursor);
    error HealthRecordsPageTooLarge(uint256 limit, uint256 maximum);

    // --- Records -----------------------------------------------------------------------------

    /// @notice Adds entries to the chart, by the patient's side.
    function addRecords(uint32 patient, NewRecord[] calldata records) external;

    /// @notice Adds entries to the chart, by a provider with a live write grant on each
    /// compartment, or (`doctor` not zero) by a doctor of its current staff.
    function addRecordsAsProvider(
        uint32 patient,
        uint32 provider,
        uint32 doctor,
        NewRecord[] calldata records
    ) external;

    // --- Requests ----------------------------------------------------------------------------

    /// @notice A verified provider, or (`doctor` not zero) a doctor of its current staff, asks for
    /// access. Asked again, it replaces the open request.
    /// @dev Both times are kept in whole hours, rounded up.
    /// @param lapsesAt Unix seconds; at most 90 days ahead.
    function request(
        uint32 patient,
        uint32 provider,
        uint32 doctor,
        Terms calldata terms,
        uint32 lapsesAt
    ) external;

    /// @notice The provider (or its current staff) takes its open request back.
    function withdraw(uint32 patient, uint32 provider, uint32 doctor) external;

    // --- The patient's side --------------------------------------------------------------------

    /// @notice Lets a provider in without a request, or changes the terms of a grant. Where the
    /// new terms read less than the old, those epochs move on. Answers an open request, too.
    /// @dev A delegate needs POWER_GRANT; where the new terms take anything from a grant (reading, or
    /// while it is unexpired writing or time), POWER_REVOKE, too. So do grantMany and approve.
    function grant(uint32 patient, GrantOrder calldata order, SheetSwap calldata sheet) external;

    /// @notice The same for several providers in one transaction.
    function grantMany(
        uint32 patient,
        GrantOrder[] calldata orders,
        SheetSwap calldata sheet
    ) external;

    /// @notice Answers an open request that has not lapsed, as asked or on the patient's own terms.
    function approve(uint32 patient, GrantOrder calldata order, SheetSwap calldata sheet) external;

    /// @notice Says no to an open request.
    function deny(uint32 patient, uint32 provider) external;

    /// @notice Prolongs (or shortens) a live grant; nothing else changes, nothing is re-sealed.
    /// @dev A delegate needs POWER_GRANT; to shorten it, POWER_REVOKE, too.
    function renew(uint32 patient, uint32 provider, uint32 expiresAt) external;

    /// @notice Ends a grant, live or lapsed, and moves the epochs of all that it read.
    /// @param epochs Packed epochs before this order, for the compartments read by the grant.
    function revoke(
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        SheetSwap calldata sheet
    ) external;

    /// @notice Ends several grants; each epoch concerned moves once.
    function revokeMany(
        uint32 patient,
        uint32[] calldata providers,
        uint256 epochs,
        SheetSwap calldata sheet
    ) external;

    /// @notice Moves epochs where access lapsed by itself (expiry, suspension, staff that left, a
    /// delegate that ended), before the next record is sealed there.
    function moveEpochs(
        uint32 patient,
        uint16 mask,
        uint256 epochs,
        SheetSwap calldata sheet
    ) external;

    /// @notice Starts a new generation of the seed: every epoch starts again at 1.
    /// @param generation The generation before.
    function startGeneration(uint32 patient, uint16 generation, SheetSwap calldata sheet) external;

    /// @notice Replaces the share sheet (slips added, keys re-sealed), nothing else.
    function replaceShareSheet(uint32 patient, SheetSwap calldata sheet) external;

    // --- Hospitals -----------------------------------------------------------------------------

    /// @notice A hospital with a live grant hands the patient's keys to a doctor of its staff in a
    /// sealed envelope; called again, it replaces the envelope.
    /// @dev A doctor stays on the list of handovers for ever, on the staff or not: the patient's app
    /// reads there who holds keys. The list takes 64 doctors for each patient and organization;
    /// after that it reverts, and a doctor asks with `request` on the organization's behalf.
    function handOver(
        uint32 patient,
        uint32 organization,
        uint32 doctor,
        bytes32 envelope
    ) external;

    // --- Checks and reads ------------------------------------------------------------------------

    /// @notice The whole truth: granted, not revoked, not expired, the provider verified right
    /// now, and the actor is the provider or a doctor of its current staff.
    function hasAccess(
        uint32 patient,
        uint32 provider,
        address actor,
        uint8 compartment,
        Right right
    ) external view returns (bool);

    /// @notice A page of a compartment's records, oldest first, from state; 1,000 at most.
    /// @dev `provider` zero: the caller must be on the patient's side. Otherwise the caller must
    /// be the provider or its current staff, with a live read grant on the compartment; a hospital
    /// reads for the doctor too. Reverts with HealthRecordsAccessDenied for anyone else.
    function recordsIn(
        uint32 patient,
        uint32 provider,
        uint8 compartment,
        uint256 from,
        uint256 limit
    ) external view returns (RecordEntry[] memory page, uint256 total);

    /// @notice How many records each compartment that the caller may read holds; others show 0.
    function recordCounts(
        uint32 patient,
        uint32 provider
    ) external view returns (uint16[16] memory counts);

    /// @notice The share sheet's digest; for the patient's side, and for providers with a live
    /// grant (`provider` as in `recordsIn`).
    function shareSheet(uint32 patient, uint32 provider) external view returns (bytes32);

    /// @notice Packed epochs and generation, the block of the chart's own last event, and of its
    /// last record. The same callers as `shareSheet`.
    function epochsOf(
        uint32 patient,
        uint32 provider
    ) external view returns (uint256 epochs, uint40 lastEventBlock, uint40 lastRecordBlock);

    /// @notice One pair; for the patient's side, the provider and its current staff. With
    /// `asProvider` the caller speaks for the provider, else for the patient.
    function accessOf(
        uint32 patient,
        uint32 provider,
        bool asProvider
    ) external view returns (Access memory);

    /// @notice The providers with a live read grant on a compartment (for sealing to people); for
    /// the patient's side, and for providers with a live grant that reads or writes it.
    function readersOf(
        uint32 patient,
        uint32 provider,
        uint8 compartment
    ) external view returns (uint32[] memory providers);

    /// @notice A page of the patient's doctors, newest first, 500 at most; the patient's side only.
    /// @param cursor 0 for the newest; else the last provider of the previous page.
    function doctorsOf(
        uint32 patient,
        uint32 cursor,
        uint256 limit
    ) external view returns (Access[] memory page, uint256 total);

    /// @notice The same for hospitals and all other kinds.
    function hospitalsOf(
        uint32 patient,
        uint32 cursor,
        uint256 limit
    ) external view returns (Access[] memory page, uint256 total);

    /// @notice A page of a provider's patients, newest first, 500 at most; for the provider and its
    /// current staff.
    /// @param cursor 0 for the newest; else the last patient of the previous page.
    function patientsOf(
        uint32 provider,
        uint32 cursor,
        uint256 limit
    ) external view returns (Access[] memory page, uint256 total);

    /// @notice The doctors to whom a hospital handed this patient's keys; for the patient's side
    /// and the hospital (and its current staff).
    function handoversOf(
        uint32 patient,
        uint32 organization,
        bool asProvider
    ) external view returns (Handover[] memory);
}
