// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Patients: who owns which chart
/// @notice A chart belongs to whoever controls its wallet today. This contract knows charts,
/// their controllers, their key documents and the people allowed to act for a patient; it knows
/// nothing about records or grants.
/// @dev Charts are keyed by the patient, never by a wallet, so that a wallet can be replaced. The
/// *patient number* (the low 32 bits of the patient id) names the chart in every write: it is
/// unique here, costs no counter, and fits packed lists. Orders may arrive through the trusted
/// relay (ERC-2771), which has checked the signature of the person they come from.
interface IPatients {
    /// @notice One chart.
    struct Patient {
        /// keccak256(abi.encode(first controller, commitment)).
        bytes32 patientId;
        /// SHA-256 of the key document on IPFS.
        bytes32 keyDocument;
        /// Counts from 1; raised by each replacement of the key document.
        uint16 keyVersion;
    }

    /// @notice A person who may act for the patient.
    struct Delegate {
        address account;
        /// Bits of `POWER_...`; there is no bit for appointing delegates.
        uint16 powers;
        /// Unix seconds; the powers end by themselves at this time.
        uint40 until;
        /// True while the powers hold.
        bool live;
    }

    /// @notice A chart was opened.
    event PatientRegistered(
        uint32 indexed patient,
        address indexed controller,
        bytes32 patientId,
        bytes32 keyDocument
    );
    /// @notice The patient's public keys were replaced.
    event PatientKeyDocumentReplaced(
        uint32 indexed patient,
        uint16 version,
        bytes32 previous,
        bytes32 current,
        address by
    );
    /// @notice The controller offered the chart to another wallet, which has yet to accept.
    /// `to` is zero when an offer was taken back.
    event PatientControlOffered(uint32 indexed patient, address indexed from, address indexed to);
    /// @notice Another wallet controls the chart now.
    event PatientControllerReplaced(
        uint32 indexed patient,
        address indexed previous,
        address indexed current
    );
    /// @notice Someone may act for the patient until a date, for the stated powers.
    event PatientDelegateSet(
        uint32 indexed patient,
        address indexed delegate,
        uint16 powers,
        uint40 until
    );
    /// @notice Someone may no longer act for the patient: ended by the controller, or by themselves.
    event PatientDelegateRemoved(uint32 indexed patient, address indexed delegate, address by);

    error PatientsUnknown(uint32 patient);
    error PatientsUnknownId(bytes32 patientId);
    error PatientsNumberTaken(bytes32 patientId, uint32 patient);
    error PatientsTooManyCharts(address controller, uint256 limit);
    error PatientsTooManyDelegates(uint32 patient, uint256 limit);
    error PatientsNotController(uint32 patient, address caller);
    error PatientsNotDelegate(uint32 patient, address account);
    error PatientsNotAllowed(uint32 patient, address caller, uint16 power);
    error PatientsEmptyDigest();
    error PatientsKeyDocumentMismatch(uint32 patient, bytes32 expected, bytes32 actual);
    error PatientsKeyVersionExhausted(uint32 patient);
    error PatientsNoOffer(uint32 patient, address caller);
    error PatientsInvalidController(address account);
    error PatientsInvalidDelegate(address account);
    error PatientsInvalidPowers(uint16 powers);
    error PatientsInvalidUntil(uint40 until);
    error PatientsAlreadySet(uint32 patient);

    // Power bits that a delegate can hold. There is none for appointing delegates.
    // solhint-disable func-name-mixedcase
    /// @notice 1: may add records.
    function POWER_ADD_RECORDS() external view returns (uint16);
    /// @notice 2: may grant, approve, widen and prolong access. What takes away (reading or adding
    /// less, ending sooner) needs POWER_REVOKE, too.
    function POWER_GRANT() external view returns (uint16);
    /// @notice 4: may deny requests.
    function POWER_DENY() external view returns (uint16);
    /// @notice 8: may end, narrow and shorten access, move epochs and replace the share sheet.
    function POWER_REVOKE() external view returns (uint16);
    /// @notice 16: may replace the patient's key document and start a generation. Meant for managing
    /// delegates, who hold the seed: in anybody else's hands it can only put wrong keys in place.
    function POWER_KEYS() external view returns (uint16);
    /// @notice 32: holds the patient's seed (a *managing* delegate): says so, implies nothing here.
    function POWER_MANAGING() external view returns (uint16);
    /// @notice Charts one wallet can control.
    function MAX_CHARTS() external view returns (uint256);
    /// @notice Delegates one patient can have at a time.
    function MAX_DELEGATES() external view returns (uint256);
    // solhint-enable func-name-mixedcase

    /// @notice Opens a chart for the caller.
    /// @dev The id is computed here, so that nobody can take somebody else's. Where the id's low
    /// 32 bits are taken (or zero), it reverts: the browser picks another salt and tries again.
    /// @param commitment Salted hash of the patient's details, made in the browser.
    /// @param keyDocument SHA-256 of the key document on IPFS.
    function register(bytes32 commitment, bytes32 keyDocument) external returns (bytes32 patientId);

    /// @notice Replaces the patient's key document if it is still the one the caller saw.
    /// @dev By the controller or a delegate with POWER_KEYS.
    function replaceKeyDocument(uint32 patient, bytes32 expected, bytes32 next) external;

    /// @notice Offers the chart to another wallet of the patient (zero takes an offer back).
    function offerControl(uint32 patient, address to) external;

    /// @notice Accepts a chart that was offered to the caller.
    /// @dev `from` is the controller who offered it. Delegates stay (the same person moves to
    /// another wallet); only a delegation of the new controller itself ends. Recovery by guardians
    /// will come in through the same internal replacement.
    function acceptControl(uint32 patient, address from) external;

    /// @notice Lets someone act for the patient until a date; called again, it changes the terms.
    /// @dev Only the controller: a delegate can never appoint another. Where all places are taken,
    /// a delegate whose date has passed makes room.
    function setDelegate(uint32 patient, address delegate, uint16 powers, uint40 until) external;

    /// @notice Ends it. The controller ends any delegate's, a delegate its own.
    function removeDelegate(uint32 patient, address delegate) external;

    /// @notice The id of a chart by its number; reverts if there is none.
    function patientIdOf(uint32 patient) external view returns (bytes32);
    /// @notice A chart by its id; reverts if there is none.
    function patientById(bytes32 patientId) external view returns (Patient memory);
    /// @notice A chart by its number; reverts if there is none.
    function patientByNumber(uint32 patient) external view returns (Patient memory);
    /// @notice The numbers of the charts that a wallet controls.
    function patientsOf(address controller) external view returns (uint32[] memory);
    /// @notice Whether this wallet controls this chart right now.
    function isController(uint32 patient, address account) external view returns (bool);
    /// @notice Whether this account may do this for the patient right now: it is the controller,
    /// or a delegate whose powers include it and have not ended.
    function mayAct(uint32 patient, address account, uint16 power) external view returns (bool);
    /// @notice Reverts with PatientsNotAllowed unless `mayAct`.
    function requireMayAct(uint32 patient, address account, uint16 power) external view;
    /// @notice Whether this account is the controller or any live delegate.
    function isPatientSide(uint32 patient, address account) external view returns (bool);
    /// @notice Everyone who may act for the patient, ended ones included until removed.
    /// @dev Only the patient's side may call it.
    function delegatesOf(uint32 patient) external view returns (Delegate[] memory);
    /// @notice The account that a chart was offered to; zero if none.
    function offeredTo(uint32 patient) external view returns (address from, address to);
}
