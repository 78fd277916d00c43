// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "./IHealthRecords.sol";

/// @title PatientRelay: somebody else pays
/// @notice Anyone may send what a patient (or a delegate of theirs) signed; the contracts then see
/// the signer, not the sender. The messages are EIP-712 and say in their own fields what they do.
/// @dev The trusted forwarder (ERC-2771) of Patients and HealthRecords: it calls them with the
/// signer's address appended, and only through the functions below. Plain ECDSA first, then
/// ERC-1271: EIP-7702 gives ordinary accounts code, and their ECDSA signatures stay valid. Nonces
/// count per signer (OpenZeppelin Nonces). Replay on another chain or contract fails by the
/// domain, on another chart by the patient field, twice by the nonce, late by the deadline.
interface IPatientRelay {
    /// @notice What every order carries beside its own fields.
    struct Authorization {
        address signer;
        uint256 nonce;
        /// Unix seconds, inclusive.
        uint256 deadline;
        bytes signature;
    }

    /// @notice The relay is ready.
    event RelayConnected(address indexed patients, address indexed healthRecords);
    /// @notice An order was carried out for its signer.
    event OrderRelayed(address indexed signer, address indexed sender, uint256 nonce);

    /// @notice A signer took back what it had signed under this nonce and nobody had sent yet.
    event OrdersCancelled(address indexed signer, uint256 nonce);

    error PatientRelayExpired(uint256 deadline);
    error PatientRelayBadSignature(address signer);
    error PatientRelayAlreadyConnected();
    error PatientRelayNotDeployer(address caller);
    error PatientRelayNotConnected();
    error PatientRelayInvalidTarget(address target);

    /// @notice Connects the relay to its two contracts, once, by whoever deployed it. (They name
    /// the relay in their constructors, so it has to exist first.)
    function connectTo(address patients, address healthRecords) external;

    /// @notice The two contracts; zero before `connectTo`.
    function targets() external view returns (address patients, address healthRecords);

    /// @notice Opens a chart for the signer.
    function register(
        bytes32 commitment,
        bytes32 keyDocument,
        Authorization calldata auth
    ) external returns (bytes32 patientId);

    /// @notice Lets someone act for the signer's chart until a date.
    function setDelegate(
        uint32 patient,
        address delegate,
        uint16 powers,
        uint40 until,
        Authorization calldata auth
    ) external;

    /// @notice Adds entries to a chart in the signer's name.
    function addRecords(
        uint32 patient,
        IHealthRecords.NewRecord[] calldata records,
        Authorization calldata auth
    ) external;

    /// @notice Lets a provider in, in the signer's name.
    function grant(
        uint32 patient,
        IHealthRecords.GrantOrder calldata order,
        IHealthRecords.SheetSwap calldata sheet,
        Authorization calldata auth
    ) external;

    /// @notice Answers a provider's request, in the signer's name.
    function approve(
        uint32 patient,
        IHealthRecords.GrantOrder calldata order,
        IHealthRecords.SheetSwap calldata sheet,
        Authorization calldata auth
    ) external;

    /// @notice Says no to a provider's request, in the signer's name.
    function deny(uint32 patient, uint32 provider, Authorization calldata auth) external;

    /// @notice Prolongs a provider's access, in the signer's name.
    function renew(
        uint32 patient,
        uint32 provider,
        uint32 expiresAt,
        Authorization calldata auth
    ) external;

    /// @notice Ends a provider's access, in the signer's name.
    function revoke(
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        IHealthRecords.SheetSwap calldata sheet,
        Authorization calldata auth
    ) external;

    /// @notice Takes back every order that the caller signed under its present nonce and that
    /// nobody has sent yet, by using the nonce up.
    /// @dev Called by the signer itself, never through the relay. The app signs every order under
    /// the present nonce; whoever signed ahead for later nonces by other means calls it for each.
    function cancelOrders() external;
}
