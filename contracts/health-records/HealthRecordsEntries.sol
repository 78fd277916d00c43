// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../interfaces/IHealthRecords.sol";
import {Chart, Charts} from "../libraries/Charts.sol";
import {Pair} from "../libraries/Pairs.sol";
import {RecordCounts, RecordCountsLibrary} from "../libraries/RecordCounts.sol";
import {HealthRecordsState} from "./HealthRecordsState.sol";

/// @title HealthRecordsEntries: adding records
/// @notice Entries are only ever added; a mistake is amended by an entry that supersedes it.
abstract contract HealthRecordsEntries is HealthRecordsState {
    /// @notice Who adds records, and where they may.
    struct Author {
        address account;
        uint32 provider;
        uint32 doctor;
        uint16 writeMask;
    }

    uint16 private constant _EVERY_COMPARTMENT = type(uint16).max;

    uint16 private immutable _powerAddRecords;

    constructor() {
        _powerAddRecords = _patients.POWER_ADD_RECORDS();
    }

    /// @inheritdoc IHealthRecords
    function addRecords(uint32 patient, NewRecord[] calldata records) external {
        address author = _requirePower(patient, _powerAddRecords);
        _append(patient, Author(author, 0, 0, _EVERY_COMPARTMENT), records);
    }

    /// @inheritdoc IHealthRecords
    function addRecordsAsProvider(
        uint32 patient,
        uint32 provider,
        uint32 doctor,
        NewRecord[] calldata records
    ) external {
        _requireVerifiedActor(provider, doctor);
        Pair pair = _states[patient].pairs[provider];
        uint16 writeMask = pair.isUnexpired() ? pair.writeMask() : 0;
        _append(patient, Author(msg.sender, provider, doctor, writeMask), records);
    }

    function _append(uint32 patient, Author memory author, NewRecord[] calldata records) private {
        if (records.length == 0) revert HealthRecordsNothingToAdd();
        PatientState storage state = _states[patient];
        Chart chart = state.chart;
        RecordCounts counts = state.counts;
        uint40 previousBlock = counts.lastEventBlock();

        for (uint256 i = 0; i < records.length; ++i) {
            NewRecord calldata record = records[i];
            _requireNewRecord(patient, author, chart, counts, record);
            uint8 compartment = record.compartment;
            uint24 ref = (uint24(compartment) << 16) | uint24(counts.countOf(compartment));
            counts = counts.plusOne(compartment);
            state.manifests[ref] = record.manifest;
            _emitRecordAdded(patient, author, ref, record, previousBlock);
            // The next event of this transaction follows one of this block.
            previousBlock = uint40(block.number);
        }
        state.counts = counts.withEvent();
    }

    function _requireNewRecord(
        uint32 patient,
        Author memory author,
        Chart chart,
        RecordCounts counts,
        NewRecord calldata record
    ) private pure {
        uint8 compartment = record.compartment;
        if (compartment >= Charts.COMPARTMENTS) {
            revert HealthRecordsInvalidCompartment(compartment);
        }
        if (author.writeMask & (1 << compartment) == 0) {
            revert HealthRecordsAccessDenied(patient, author.account);
        }
        if (record.manifest == 0) revert HealthRecordsEmptyDigest();
        uint16 current = chart.epochOf(compartment);
        if (record.epoch != 0 && record.epoch != current) {
            revert HealthRecordsStaleEpoch(patient, compartment, record.epoch, current);
        }
        if (counts.countOf(compartment) == RecordCountsLibrary.MAX) {
            revert HealthRecordsCompartmentFull(patient, compartment);
        }
        if (record.amends) _requireAmendable(patient, author, counts, record.supersedes);
    }

    /// @dev Whoever may not write where the older record lies may not amend it either.
    function _requireAmendable(
        uint32 patient,
        Author memory author,
        RecordCounts counts,
        uint24 ref
    ) private pure {
        uint256 compartment = ref >> 16;
        if (compartment >= Charts.COMPARTMENTS || uint16(ref) >= counts.countOf(compartment))
            revert HealthRecordsNoSuchRecord(patient, ref);
        if (author.writeMask & (1 << compartment) == 0) {
            revert HealthRecordsAccessDenied(patient, author.account);
        }
    }

    function _emitRecordAdded(
        uint32 patient,
        Author memory author,
        uint24 ref,
        NewRecord calldata record,
        uint40 previousBlock
    ) private {
        emit RecordAdded(
            patient,
            author.provider,
            author.doctor,
            author.account,
            ref,
            record.epoch,
            record.manifest,
            record.amends,
            record.amends ? record.supersedes : 0,
            previousBlock
        );
    }
}
