// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IHealthRecords} from "../interfaces/IHealthRecords.sol";
import {IPatients} from "../interfaces/IPatients.sol";
import {IProviders} from "../interfaces/IProviders.sol";
import {IStaff} from "../interfaces/IStaff.sol";
import {Chart} from "../libraries/Charts.sol";
import {Pair, Pairs} from "../libraries/Pairs.sol";

/// @title HealthRecordsState: what HealthRecords keeps, and who may touch it
/// @notice A patient's chart and access lists, as stored.
/// @dev All state is private or internal, and no getter exists beside the guarded ones of
/// HealthRecordsReads. Two words for "who": the patient's side is `_msgSender()`, because its
/// orders may come through the relay; providers and readers are `msg.sender`, because the relay
/// carries neither: so an address appended to the calldata means nothing to them.
abstract contract HealthRecordsState is IHealthRecords, ERC2771Context {
    using Pairs for Pair;

    /// @notice The two heads of a patient's lists, and how many are on each; one word.
    struct PatientLists {
        /// The doctor linked last; zero before the first.
        uint32 doctorsHead;
        /// The hospital (or any other kind) linked last; zero before the first.
        uint32 hospitalsHead;
        uint32 doctorsCount;
        uint32 hospitalsCount;
    }

    /// @notice The head of a provider's list, and how many are on it; one word.
    struct ProviderList {
        /// The patient linked last; zero before the first.
        uint32 patientsHead;
        uint32 patientsCount;
    }

    IPatients internal immutable _patients;
    IProviders internal immutable _providers;
    IStaff internal immutable _staff;

    mapping(uint32 patient => Chart chart) internal _charts;
    mapping(uint32 patient => bytes32 digest) internal _sheets;
    /// 16 bits per compartment: how many records it holds.
    mapping(uint32 patient => uint256 counts) internal _counts;
    mapping(uint32 patient => mapping(uint24 ref => bytes32 manifest)) internal _manifests;
    /// See Pairs: the grant, the request and the links of both lists in one word.
    mapping(uint32 patient => mapping(uint32 provider => uint256 pairWord)) private _pairs;
    mapping(uint32 patient => PatientLists lists) internal _patientLists;
    mapping(uint32 provider => ProviderList list) internal _providerLists;
    mapping(uint32 patient => mapping(uint32 organization => uint32[] doctors)) internal _handovers;
    mapping(uint32 patient => mapping(uint32 organization => mapping(uint32 doctor => bytes32 digest)))
        internal _handedOver;

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

    function _readPair(uint32 patient, uint32 provider) internal view returns (Pair memory) {
        return Pairs.unpack(_pairs[patient][provider]);
    }

    /// @dev Reverts when nothing changes: a repeated order is a mistake or a race.
    function _writePair(uint32 patient, uint32 provider, Pair memory pair) internal {
        uint256 word = pair.pack();
        if (word == _pairs[patient][provider]) revert HealthRecordsAlreadySet(patient, provider);
        _pairs[patient][provider] = word;
    }

    /// @dev Puts a pair on both lists, at their heads, once and for ever. The caller writes it.
    function _link(
        uint32 patient,
        uint32 provider,
        IProviders.Kind kind,
        Pair memory pair
    ) internal {
        if (pair.olderProvider != 0) return;

        PatientLists memory lists = _patientLists[patient];
        uint32 head;
        // No count overflows: providers are numbered with 32 bits and linked once.
        if (kind == IProviders.Kind.Doctor) {
            (head, lists.doctorsHead) = (lists.doctorsHead, provider);
            ++lists.doctorsCount;
        } else {
            (head, lists.hospitalsHead) = (lists.hospitalsHead, provider);
            ++lists.hospitalsCount;
        }
        _patientLists[patient] = lists;
        pair.olderProvider = head == 0 ? Pairs.LIST_END : head;

        ProviderList memory list = _providerLists[provider];
        pair.olderPatient = list.patientsHead;
        _providerLists[provider] = ProviderList(patient, list.patientsCount + 1);
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

    /// @dev Notes a chart event in this block and returns the block of the one before.
    function _recordEvent(uint32 patient) internal returns (uint40 previousBlock) {
        Chart chart = _charts[patient];
        previousBlock = chart.lastEventBlock();
        _charts[patient] = chart.withEvent();
    }

    /// @dev Narrowing drops the counts of other compartments, on purpose.
    function _countIn(uint256 counts, uint256 compartment) internal pure returns (uint16) {
        return uint16(counts >> (16 * compartment));
    }
}
