// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../interfaces/IHealthRecords.sol";
import {IProviders} from "../interfaces/IProviders.sol";
import {Chart, Charts} from "../libraries/Charts.sol";
import {ListHeads, ListHeadsLibrary} from "../libraries/ListHeads.sol";
import {Pair, Pairs} from "../libraries/Pairs.sol";
import {RecordCounts} from "../libraries/RecordCounts.sol";
import {HealthRecordsState} from "./HealthRecordsState.sol";

/// @title HealthRecordsReads: every read, guarded
/// @notice What a chart shows, and to whom.
/// @dev Guards decide by `msg.sender`, which in an `eth_call` is whatever `from` says: they keep
/// honest software honest, and encryption does the rest. Lists are walked through the links in
/// the pairs, newest first; loops are bounded by the page, except in `readersOf`.
abstract contract HealthRecordsReads is HealthRecordsState {
    uint256 private constant _MAX_RECORDS_PAGE = 1000;
    /// A page of a list costs about 8 million gas: more would not pass where an `eth_call` is held
    /// to the gas cap of a transaction.
    uint256 private constant _MAX_LIST_PAGE = 500;

    /// @inheritdoc IHealthRecords
    function hasAccess(
        uint32 patient,
        uint32 provider,
        address actor,
        uint8 compartment,
        Right right
    ) external view returns (bool) {
        if (compartment >= Charts.COMPARTMENTS) return false;
        (bool verifiedNow, address wallet, , ) = _providers.standing(provider);
        if (!verifiedNow || !_isActor(provider, wallet, actor)) return false;
        Pair pair = _states[patient].pairs[provider];
        if (!pair.isUnexpired()) return false;
        uint16 mask = right == Right.Read ? pair.readMask() : pair.writeMask();
        return _has(mask, compartment);
    }

    /// @inheritdoc IHealthRecords
    function recordsIn(
        uint32 patient,
        uint32 provider,
        uint8 compartment,
        uint256 from,
        uint256 limit
    ) external view returns (RecordEntry[] memory page, uint256 total) {
        _requireCompartment(compartment);
        _requirePage(limit, _MAX_RECORDS_PAGE);
        (uint16 readMask, ) = _requireReader(patient, provider);
        if (!_has(readMask, compartment)) revert HealthRecordsAccessDenied(patient, msg.sender);

        total = _states[patient].counts.countOf(compartment);
        uint256 length = from < total ? _min(total - from, limit) : 0;
        page = new RecordEntry[](length);
        for (uint256 i = 0; i < length; ++i) {
            // Narrowing: an index stays below the count, which has 16 bits.
            uint24 ref = (uint24(compartment) << 16) | uint24(from + i);
            page[i] = RecordEntry(ref, _states[patient].manifests[ref]);
        }
    }

    /// @inheritdoc IHealthRecords
    function recordCounts(
        uint32 patient,
        uint32 provider
    ) external view returns (uint16[16] memory counts) {
        (uint16 readMask, ) = _requireReader(patient, provider);
        RecordCounts stored = _states[patient].counts;
        for (uint8 compartment = 0; compartment < Charts.COMPARTMENTS; ++compartment) {
            if (_has(readMask, compartment)) counts[compartment] = stored.countOf(compartment);
        }
    }

    /// @inheritdoc IHealthRecords
    function shareSheet(uint32 patient, uint32 provider) external view returns (bytes32) {
        _requireReader(patient, provider);
        return _states[patient].sheet;
    }

    /// @inheritdoc IHealthRecords
    function epochsOf(
        uint32 patient,
        uint32 provider
    ) external view returns (uint256 epochs, uint40 lastEventBlock, uint40 lastRecordBlock) {
        _requireReader(patient, provider);
        Chart chart = _states[patient].chart;
        lastRecordBlock = _states[patient].counts.lastEventBlock();
        return (chart.packed(), chart.lastEventBlock(), lastRecordBlock);
    }

    /// @inheritdoc IHealthRecords
    function accessOf(
        uint32 patient,
        uint32 provider,
        bool asProvider
    ) external view returns (Access memory) {
        Pair pair = _states[patient].pairs[provider];
        if (asProvider) return _access(patient, provider, pair, _requireSpeaker(provider));
        _requirePatientSide(patient);
        return _access(patient, provider, pair, _providers.isVerified(provider));
    }

    /// @inheritdoc IHealthRecords
    /// @dev Walks all of both lists: for `eth_call`, never for a transaction. A link costs one
    /// slot read, and only holders of an unexpired grant cost a call.
    function readersOf(
        uint32 patient,
        uint32 provider,
        uint8 compartment
    ) external view returns (uint32[] memory providers) {
        _requireCompartment(compartment);
        (uint16 readMask, uint16 writeMask) = _requireReader(patient, provider);
        if (!_has(readMask | writeMask, compartment)) {
            revert HealthRecordsAccessDenied(patient, msg.sender);
        }

        ListHeads lists = _states[patient].lists;
        uint32 doctors = lists.lengthOf(ListHeadsLibrary.DOCTORS);
        uint32 hospitals = lists.lengthOf(ListHeadsLibrary.HOSPITALS);
        providers = new uint32[](uint256(doctors) + hospitals);
        uint32 head = lists.headOf(ListHeadsLibrary.DOCTORS);
        uint256 length = _collectReaders(patient, head, compartment, providers, 0);
        head = lists.headOf(ListHeadsLibrary.HOSPITALS);
        length = _collectReaders(patient, head, compartment, providers, length);
        // Shortens the array in place: it was made for all, and holds only the readers.
        assembly ("memory-safe") {
            mstore(providers, length)
        }
    }

    /// @inheritdoc IHealthRecords
    function doctorsOf(
        uint32 patient,
        uint32 cursor,
        uint256 limit
    ) external view returns (Access[] memory page, uint256 total) {
        return _patientPage(patient, ListHeadsLibrary.DOCTORS, cursor, limit);
    }

    /// @inheritdoc IHealthRecords
    function hospitalsOf(
        uint32 patient,
        uint32 cursor,
        uint256 limit
    ) external view returns (Access[] memory page, uint256 total) {
        return _patientPage(patient, ListHeadsLibrary.HOSPITALS, cursor, limit);
    }

    /// @inheritdoc IHealthRecords
    function patientsOf(
        uint32 provider,
        uint32 cursor,
        uint256 limit
    ) external view returns (Access[] memory page, uint256 total) {
        _requirePage(limit, _MAX_LIST_PAGE);
        bool verifiedNow = _requireSpeaker(provider);
        total = _patientsOf[provider].lengthOf(ListHeadsLibrary.PATIENTS);
        uint32 patient = _patientsOf[provider].headOf(ListHeadsLibrary.PATIENTS);
        if (cursor != 0) {
            Pair last = _states[cursor].pairs[provider];
            if (!last.isLinked()) revert HealthRecordsInvalidCursor(cursor);
            patient = last.olderPatient();
        }

        uint256 length = 0;
        page = new Access[](_min(total, limit));
        for (; length < page.length && patient != 0; ++length) {
            Pair pair = _states[patient].pairs[provider];
            page[length] = _access(patient, provider, pair, verifiedNow);
            patient = pair.olderPatient();
        }
        // Shortens the array in place, where the list ended before the page.
        assembly ("memory-safe") {
            mstore(page, length)
        }
    }

    /// @inheritdoc IHealthRecords
    function handoversOf(
        uint32 patient,
        uint32 organization,
        bool asProvider
    ) external view returns (Handover[] memory handovers) {
        if (asProvider) _requireSpeaker(organization);
        else _requirePatientSide(patient);
        Handovers storage stored = _states[patient].handovers[organization];
        uint256 length = stored.doctors.length;
        handovers = new Handover[](length);
        for (uint256 i = 0; i < length; ++i) {
            uint32 doctor = stored.doctors[i];
            handovers[i] = Handover(
                doctor,
                stored.envelopes[doctor],
                _staff.isCurrent(organization, doctor)
            );
        }
    }

    // --- Guards --------------------------------------------------------------------------------

    function _requirePatientSide(uint32 patient) private view {
        if (!_patients.isPatientSide(patient, msg.sender)) {
            revert HealthRecordsAccessDenied(patient, msg.sender);
        }
    }

    /// @dev Who may read the chart, and which compartments: all for the patient's side
    /// (`provider` zero), those of the live grant for a provider and its current staff.
    function _requireReader(
        uint32 patient,
        uint32 provider
    ) private view returns (uint16 readMask, uint16 writeMask) {
        if (provider == 0) {
            _requirePatientSide(patient);
            return (type(uint16).max, type(uint16).max);
        }
        (bool verifiedNow, address wallet, , ) = _providers.standing(provider);
        Pair pair = _states[patient].pairs[provider];
        if (!verifiedNow || !pair.isUnexpired() || !_isActor(provider, wallet, msg.sender)) {
            revert HealthRecordsAccessDenied(patient, msg.sender);
        }
        return (pair.readMask(), pair.writeMask());
    }

    /// @dev The provider itself or its current staff, verified or not: what it asked for and who
    /// its patients are stays its own; what a chart holds needs `_requireReader`.
    function _requireSpeaker(uint32 provider) private view returns (bool verifiedNow) {
        address wallet;
        (verifiedNow, wallet, , ) = _providers.standing(provider);
        if (!_isActor(provider, wallet, msg.sender)) {
            revert HealthRecordsNotProvider(provider, msg.sender);
        }
    }

    function _isActor(
        uint32 provider,
        address wallet,
        address account
    ) private view returns (bool) {
        // The zero address is what an `eth_call` without `from` has, and an unknown provider.
        if (account == address(0)) return false;
        if (account == wallet) return true;
        uint32 doctor = _providers.numberOf(account);
        return doctor != 0 && _staff.isActingFor(provider, doctor, account);
    }

    function _requireCompartment(uint8 compartment) private pure {
        if (compartment >= Charts.COMPARTMENTS) {
            revert HealthRecordsInvalidCompartment(compartment);
        }
    }

    function _requirePage(uint256 limit, uint256 maximum) private pure {
        if (limit > maximum) revert HealthRecordsPageTooLarge(limit, maximum);
    }

    // --- Inside --------------------------------------------------------------------------------

    function _access(
        uint32 patient,
        uint32 provider,
        Pair pair,
        bool verifiedNow
    ) private view returns (Access memory) {
        return
            Access({
                patient: patient,
                provider: provider,
                terms: pair.granted(),
                keyVersion: pair.keyVersion(),
                live: verifiedNow && pair.isUnexpired(),
                request: pair.requested(),
                requestLapsesAt: pair.lapsesAt(),
                pending: pair.isPending(),
                verifiedNow: verifiedNow,
                lastEventBlock: pair.lastEventBlock()
            });
    }

    function _patientPage(
        uint32 patient,
        uint256 list,
        uint32 cursor,
        uint256 limit
    ) private view returns (Access[] memory page, uint256 total) {
        _requirePage(limit, _MAX_LIST_PAGE);
        _requirePatientSide(patient);
        total = _states[patient].lists.lengthOf(list);
        uint32 provider = _states[patient].lists.headOf(list);
        if (cursor != 0) {
            (, , IProviders.Kind kind, ) = _providers.standing(cursor);
            provider = _states[patient].pairs[cursor].olderProvider();
            if (provider == 0 || _listFor(kind) != list) revert HealthRecordsInvalidCursor(cursor);
        }

        uint256 length = 0;
        page = new Access[](_min(total, limit));
        for (; length < page.length && provider != Pairs.LIST_END; ++length) {
            Pair pair = _states[patient].pairs[provider];
            page[length] = _access(patient, provider, pair, _providers.isVerified(provider));
            provider = pair.olderProvider();
        }
        // Shortens the array in place, where the list ended before the page.
        assembly ("memory-safe") {
            mstore(page, length)
        }
    }

    function _collectReaders(
        uint32 patient,
        uint32 head,
        uint8 compartment,
        uint32[] memory providers,
        uint256 length
    ) private view returns (uint256) {
        uint32 provider = head;
        // An empty list has head 0, a list's last pair points to its end.
        while (provider != 0 && provider != Pairs.LIST_END) {
            Pair pair = _states[patient].pairs[provider];
            if (
                pair.isUnexpired() &&
                _has(pair.readMask(), compartment) &&
                _providers.isVerified(provider)
            ) providers[length++] = provider;
            provider = pair.olderProvider();
        }
        return length;
    }

    function _has(uint16 mask, uint8 compartment) private pure returns (bool) {
        return mask & (1 << compartment) != 0;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
