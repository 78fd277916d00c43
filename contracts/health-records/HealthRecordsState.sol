// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IHealthRecords} from "../interfaces/IHealthRecords.sol";
import {IPatients} from "../interfaces/IPatients.sol";
import {IProviders} from "../interfaces/IProviders.sol";
import {IStaff} from "../interfaces/IStaff.sol";
import {Chart} from "../libraries/Charts.sol";
import {ListHeads, ListHeadsLibrary} from "../libraries/ListHeads.sol";
import {Pair} from "../libraries/Pairs.sol";
import {RecordCounts} from "../libraries/RecordCounts.sol";

/// @title HealthRecordsState: what HealthRecords keeps, and who may touch it
/// @notice A patient's chart and access lists, as stored.
/// @dev All state is private or internal, and no getter exists beside the guarded ones of
/// HealthRecordsReads. Two words for "who": the patient's side is `_msgSender()`, because its
/// orders may come through the relay; providers and readers are `msg.sender`, because the relay
/// carries neither: so an address appended to the calldata means nothing to them.
abstract contract HealthRecordsState is IHealthRecords, ERC2771Context {
    /// @notice All that is kept about one patient.
    struct PatientState {
        /// Epochs, generation, and the block of the last event that concerned no provider.
        Chart chart;
        /// SHA-256 of the share sheet on IPFS.
        bytes32 sheet;
        /// How many records each compartment holds, and the block of the last one.
        RecordCounts counts;
        /// The heads of the lists of doctors and of hospitals.
        ListHeads lists;
        /// SHA-256 of the manifests on IPFS, by record reference.
        mapping(uint24 ref => bytes32 manifest) manifests;
        /// Grant, request, links, and the block of the pair's last event, by provider.
        mapping(uint32 provider => Pair pair) pairs;
        /// To whom a hospital handed this patient's keys.
        mapping(uint32 organization => Handovers handovers) handovers;
    }

    /// @notice The doctors to whom one hospital handed one patient's keys.
    struct Handovers {
        uint32[] doctors;
        /// SHA-256 of the sealed envelope on IPFS.
        mapping(uint32 doctor => bytes32 envelope) envelopes;
    }

    IPatients internal immutable _patients;
    IProviders internal immutable _providers;
    IStaff internal immutable _staff;

    mapping(uint32 patient => PatientState state) internal _states;
    /// The head of each provider's list of patients.
    mapping(uint32 provider => ListHeads list) internal _patientsOf;

    constructor(
        IPatients patients,
        IProviders providers,
        IStaff staff,
        address relay
    ) ERC2771Context(relay) {
        _patients = patients;
        _providers = providers;
        _staff = staff;
    }

    /// @dev Puts a pair on both lists, at their heads, once and for ever. The caller stores it.
    function _link(
        PatientState storage state,
        uint32 patient,
        uint32 provider,
        IProviders.Kind kind,
        Pair pair
    ) internal returns (Pair) {
        ListHeads lists = state.lists;
        ListHeads list = _patientsOf[provider];
        uint256 which = _listFor(kind);
        state.lists = lists.push(which, provider);
        _patientsOf[provider] = list.push(ListHeadsLibrary.PATIENTS, patient);
        return pair.withLinks(lists.headOf(which), list.headOf(ListHeadsLibrary.PATIENTS));
    }

    /// @dev Who speaks for a provider in a write: its wallet, or the wallet of the named doctor of
    /// its staff. The zero address, which an `eth_call` without `from` has, never does.
    function _requireActor(
        uint32 provider,
        uint32 doctor
    ) internal view returns (bool verifiedNow, IProviders.Kind kind) {
        address wallet;
        (verifiedNow, wallet, kind, ) = _providers.standing(provider);
        bool acts =
            doctor == 0
                ? msg.sender == wallet && wallet != address(0)
                : _staff.isActingFor(provider, doctor, msg.sender);
        if (!acts) revert HealthRecordsNotProvider(provider, msg.sender);
    }

    function _requirePower(uint32 patient, uint16 power) internal view returns (address by) {
        by = _msgSender();
        _patients.requireMayAct(patient, by, power);
    }

    function _requireVerifiedActor(
        uint32 provider,
        uint32 doctor
    ) internal view returns (IProviders.Kind kind) {
        bool verifiedNow;
        (verifiedNow, kind) = _requireActor(provider, doctor);
        if (!verifiedNow) revert HealthRecordsProviderNotVerified(provider);
    }

    /// @dev The kinds that can be let into a chart. Storage operators keep sealed blocks; nobody
    /// can let them in.
    function _requireGrantable(uint32 provider, IProviders.Kind kind) internal pure {
        if (kind == IProviders.Kind.None || kind == IProviders.Kind.StorageOperator) {
            revert HealthRecordsInvalidProvider(provider);
        }
    }

    /// @dev The list of a patient that a provider of this kind is on.
    function _listFor(IProviders.Kind kind) internal pure returns (uint256) {
        return
            kind == IProviders.Kind.Doctor ? ListHeadsLibrary.DOCTORS : ListHeadsLibrary.HOSPITALS;
    }
}
