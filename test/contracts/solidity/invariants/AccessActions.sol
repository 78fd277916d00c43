// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IReceipts} from "../../../../contracts/interfaces/IReceipts.sol";
import {PeopleActions} from "./PeopleActions.sol";

/// @title AccessActions: requests, grants, keys, records and receipts
/// @notice Each function plays one action and returns whether the contracts carried it out; where
/// they did, it checks that they had to, by the model, and lets the model follow.
abstract contract AccessActions is PeopleActions {
    /// @dev Who opened which chart.
    struct Opening {
        uint256 chart;
        uint32 provider;
        uint32 doctor;
        address signer;
    }

    Opening[] private _openings;

    // --- Requests ------------------------------------------------------------------------------

    function _request() internal returns (bool) {
        Chart storage chart = _anyChart();
        uint32 provider = _anyProvider();
        (address who, uint32 doctor) = _writer(provider);
        IHealthRecords.Terms memory terms = _terms();
        uint32 lapsesAt = uint32(_now + (_chance(4) ? _roll(200 days) : 1 + _roll(90 days)));
        // Now and then a chart that nobody owns.
        uint32 patient = _chance(2) ? uint32(_word()) : chart.number;
        bytes memory call = abi.encodeCall(
            IHealthRecords.request,
            (patient, provider, doctor, terms, lapsesAt)
        );
        if (!_send(who, address(records), call)) return false;
        _require(Rule.Identity, patient == chart.number, "a request to a chart that nobody owns");
        _requireWriter(provider, doctor, who);
        _requireTerms(terms);
        _require(Rule.Lists, _isGrantable(provider), "a storage operator on a list");
        _require(
            Rule.Access,
            lapsesAt > _now && lapsesAt <= _now + 90 days,
            "a request lapses when it may not"
        );
        _list(chart, provider);
        Pair storage pair = _pairs[patient][provider];
        pair.requested = true;
        pair.wish = terms;
        pair.wish.expiresAt = _toHour(terms.expiresAt);
        pair.lapsesAt = _toHour(lapsesAt);
        return true;
    }

    function _withdraw() internal returns (bool) {
        (Chart storage chart, uint32 provider) = _requested();
        (address who, uint32 doctor) = _writer(provider);
        bytes memory call = abi.encodeCall(
            IHealthRecords.withdraw,
            (chart.number, provider, doctor)
        );
        if (!_send(who, address(records), call)) return false;
        Pair storage pair = _pairs[chart.number][provider];
        _require(
            Rule.Lists,
            _speaksFor(provider, doctor, who) && pair.requested,
            "a stranger withdrew a request"
        );
        _endRequest(pair);
        return true;
    }

    function _deny() internal returns (bool) {
        (Chart storage chart, uint32 provider) = _requested();
        address who = _orderer(chart, DENY);
        if (!_sendDenial(who, chart.number, provider)) return false;
        _requirePatientsSide(chart, who, DENY);
        Pair storage pair = _pairs[chart.number][provider];
        _require(Rule.Lists, pair.requested, "denied what wasn't asked");
        _endRequest(pair);
        return true;
    }

    /// @dev An open request, made first where there is none.
    function _requested() private returns (Chart storage, uint32) {
        (bool found, Chart storage chart, uint32 provider) = _findRequest();
        if (found) return (chart, provider);
        _request();
        return (_charts[_lastChart], _lastProvider);
    }

    // --- Grants ----------------------------------------------------------------------------------

    function _grant() internal returns (bool) {
        Chart storage chart = _anyChart();
        uint32 provider = _chance(35) ? _grantee(chart, false) : _anyProvider();
        IHealthRecords.GrantOrder memory order = _order(chart, provider);
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = _orderer(chart, GRANT);
        if (!_sendGrant(who, chart.number, order, sheet)) return false;
        _requirePatientsSide(chart, who, GRANT);
        _moveEpochs(chart, _follow(chart, order, who));
        _swapSheet(chart, sheet);
        return true;
    }

    /// @dev A grant that reads and writes, by the controller.
    function _letIn(Chart storage chart, uint32 provider) private returns (bool) {
        IHealthRecords.GrantOrder memory order = IHealthRecords.GrantOrder(
            provider,
            _providers[provider].keyVersion,
            3,
            3,
            IHealthRecords.Purpose.Treatment,
            uint32(_now + 30 days),
            _packedEpochs(chart)
        );
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = chart.controller;
        if (!_sendGrant(who, chart.number, order, sheet)) return false;
        _requirePatientsSide(chart, who, GRANT);
        _moveEpochs(chart, _follow(chart, order, who));
        _swapSheet(chart, sheet);
        return true;
    }

    function _grantMany() internal returns (bool) {
        Chart storage chart = _anyChart();
        IHealthRecords.GrantOrder[] memory orders = new IHealthRecords.GrantOrder[](_roll(4));
        for (uint256 i = 0; i < orders.length; ++i) orders[i] = _order(chart, _anyProvider());
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = _orderer(chart, GRANT);
        bytes memory call = abi.encodeCall(IHealthRecords.grantMany, (chart.number, orders, sheet));
        if (!_send(who, address(records), call)) return false;
        _requirePatientsSide(chart, who, GRANT);
        uint16 taken = 0;
        // All orders name the epochs before any of them.
        for (uint256 i = 0; i < orders.length; ++i) taken |= _follow(chart, orders[i], who);
        _moveEpochs(chart, taken);
        _swapSheet(chart, sheet);
        return true;
    }

    function _approve() internal returns (bool) {
        (Chart storage chart, uint32 provider) = _requested();
        IHealthRecords.GrantOrder memory order = _order(chart, provider);
        Pair storage pair = _pairs[chart.number][provider];
        if (_chance(60) && pair.requested) {
            // As asked.
            order.readMask = pair.wish.readMask;
            order.writeMask = pair.wish.writeMask;
            order.purpose = pair.wish.purpose;
        }
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = _orderer(chart, GRANT);
        if (!_sendApproval(who, chart.number, order, sheet)) return false;
        _requirePatientsSide(chart, who, GRANT);
        _require(Rule.Lists, _isPending(pair), "approved what wasn't asked");
        _moveEpochs(chart, _follow(chart, order, who));
        _swapSheet(chart, sheet);
        return true;
    }

    function _renew() internal returns (bool) {
        Chart storage chart = _grantedChart();
        uint32 provider = _grantee(chart, !_chance(5));
        address who = _orderer(chart, GRANT);
        uint32 expiresAt = uint32(_chance(4) ? _now - _roll(2) : _now + 1 + _roll(120 days));
        if (!_sendRenewal(who, chart.number, provider, expiresAt)) return false;
        _requirePatientsSide(chart, who, GRANT);
        Pair storage pair = _pairs[chart.number][provider];
        _require(Rule.Access, _isUnexpired(pair), "renewed what had ended");
        _require(Rule.Access, expiresAt > _now, "renewed until the past");
        _require(
            Rule.PatientsSide,
            expiresAt >= pair.terms.expiresAt || _mayAct(chart, who, REVOKE),
            "shortened a grant without the power to revoke"
        );
        pair.terms.expiresAt = expiresAt;
        return true;
    }

    function _revoke() internal returns (bool) {
        Chart storage chart = _grantedChart();
        uint32 provider = _grantee(chart, false);
        uint256 epochs = _epochsOf(chart);
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = _orderer(chart, REVOKE);
        if (!_sendRevocation(who, chart.number, provider, epochs, sheet)) return false;
        _requirePatientsSide(chart, who, REVOKE);
        _moveEpochs(chart, _end(chart, provider, epochs));
        _swapSheet(chart, sheet);
        return true;
    }

    function _revokeMany() internal returns (bool) {
        Chart storage chart = _grantedChart();
        uint32[] memory ended = new uint32[](1 + _roll(2));
        for (uint256 i = 0; i < ended.length; ++i) ended[i] = _grantee(chart, false);
        if (ended.length == 2 && ended[0] == ended[1] && _chance(90)) {
            // The next one with a grant, if there is another.
            for (uint32 i = 1; i < _providers.length; ++i) {
                if (i != ended[0] && _pairs[chart.number][i].granted) ended[1] = i;
            }
        }
        uint256 epochs = _epochsOf(chart);
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = _orderer(chart, REVOKE);
        bytes memory call = abi.encodeCall(
            IHealthRecords.revokeMany,
            (chart.number, ended, epochs, sheet)
        );
        if (!_send(who, address(records), call)) return false;
        _requirePatientsSide(chart, who, REVOKE);
        uint16 taken = 0;
        for (uint256 i = 0; i < ended.length; ++i) taken |= _end(chart, ended[i], epochs);
        _moveEpochs(chart, taken);
        _swapSheet(chart, sheet);
        return true;
    }

    // --- Keys --------------------------------------------------------------------------------------

    function _moveOn() internal returns (bool) {
        Chart storage chart = _anyChart();
        uint16 mask = _mask();
        uint256 epochs = _epochsOf(chart);
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = _orderer(chart, REVOKE);
        bytes memory call = abi.encodeCall(
            IHealthRecords.moveEpochs,
            (chart.number, mask, epochs, sheet)
        );
        if (!_send(who, address(records), call)) return false;
        _requirePatientsSide(chart, who, REVOKE);
        _require(
            Rule.Epochs,
            _namesEpochs(chart, epochs, mask),
            "moved epochs that it didn't name"
        );
        _moveEpochs(chart, mask);
        _swapSheet(chart, sheet);
        return true;
    }

    function _startGeneration() internal returns (bool) {
        Chart storage chart = _anyChart();
        uint16 generation = _chance(90) ? chart.generation : uint16(_roll(6));
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        address who = _orderer(chart, KEYS);
        bytes memory call = abi.encodeCall(
            IHealthRecords.startGeneration,
            (chart.number, generation, sheet)
        );
        if (!_send(who, address(records), call)) return false;
        _requirePatientsSide(chart, who, KEYS);
        _require(Rule.Epochs, generation == chart.generation, "started after another generation");
        ++chart.generation;
        for (uint256 c = 0; c < 16; ++c) chart.epochs[c] = 1;
        _swapSheet(chart, sheet);
        return true;
    }

    function _replaceSheet() internal returns (bool) {
        Chart storage chart = _anyChart();
        IHealthRecords.SheetSwap memory sheet = _swap(chart);
        if (_chance(10)) sheet.next = _chance(50) ? bytes32(0) : chart.sheet;
        address who = _orderer(chart, REVOKE);
        bytes memory call = abi.encodeCall(IHealthRecords.replaceShareSheet, (chart.number, sheet));
        if (!_send(who, address(records), call)) return false;
        _requirePatientsSide(chart, who, REVOKE);
        _swapSheet(chart, sheet);
        return true;
    }

    function _handOver() internal returns (bool) {
        Chart storage chart = _grantedChart();
        uint32 organization = _anyOrganization();
        uint32 doctor = uint32(_roll(_providers.length));
        // Where a hospital with a grant and a doctor is to be found.
        bool met = false;
        for (uint32 i = 1; i < _providers.length; ++i) {
            for (uint32 j = 1; j < _providers.length; ++j) {
                if (met || !_isVerified(i) || !_isCurrentStaff(i, j)) continue;
                (organization, doctor) = (i, j);
                met = _isUnexpired(_pairs[chart.number][i]);
            }
        }
        _lastProvider = organization;
        if (doctor == 0 || !_isUnexpired(_pairs[chart.number][organization])) {
            // Nobody to play this with: sets the stage for the next time.
            if (_isCurrentStaff(organization, doctor)) return _letIn(chart, organization);
            return _changeStaff();
        }
        address who = _chance(92) ? _providers[organization].wallet : _somebody();
        bytes32 envelope = bytes32(_word());
        bytes memory call = abi.encodeCall(
            IHealthRecords.handOver,
            (chart.number, organization, doctor, envelope)
        );
        if (!_send(who, address(records), call)) return false;
        Pair storage pair = _pairs[chart.number][organization];
        _requireWriter(organization, 0, who);
        _require(
            Rule.Access,
            _isUnexpired(pair) && pair.terms.readMask != 0,
            "keys handed over without a read grant"
        );
        _require(Rule.Access, _isCurrentStaff(organization, doctor), "keys for a stranger");
        bytes32 previous = _envelopes[chart.number][organization][doctor];
        // Once on the list, on it for ever: the patient sees who holds keys.
        if (previous == 0) _holders[chart.number][organization].push(doctor);
        _envelopes[chart.number][organization][doctor] = envelope;
        return true;
    }

    // --- Records -------------------------------------------------------------------------------------

    function _addRecords() internal returns (bool) {
        Chart storage chart = _anyChart();
        IHealthRecords.NewRecord[] memory entries = _entries(chart, 0xffff);
        address who = _orderer(chart, ADD_RECORDS);
        if (!_sendRecords(who, chart.number, entries)) return false;
        _require(Rule.History, _mayAct(chart, who, ADD_RECORDS), "a stranger added to a chart");
        _append(chart, entries, 0xffff);
        return true;
    }

    function _addRecordsAsProvider() internal returns (bool) {
        Chart storage chart = _grantedChart();
        uint32 provider = _grantee(chart, true);
        bool met = false;
        for (uint32 i = 1; i < _providers.length; ++i) {
            Pair storage other = _pairs[chart.number][i];
            if (!_isUnexpired(other) || other.terms.writeMask == 0 || !_isVerified(i)) continue;
            (provider, met) = (i, true);
        }
        // Nobody to play this with: sets the stage for the next time.
        if (!met && _chance(80)) return _letIn(chart, _anyProvider());
        _lastProvider = provider;
        Pair storage pair = _pairs[chart.number][provider];
        uint16 mask = _isUnexpired(pair) ? pair.terms.writeMask : 0;
        IHealthRecords.NewRecord[] memory entries = _entries(
            chart,
            mask == 0 || _chance(20) ? 0xffff : mask
        );
        (address who, uint32 doctor) = _writer(provider);
        bytes memory call = abi.encodeCall(
            IHealthRecords.addRecordsAsProvider,
            (chart.number, provider, doctor, entries)
        );
        if (!_send(who, address(records), call)) return false;
        _requireWriter(provider, doctor, who);
        _append(chart, entries, mask);
        return true;
    }

    // --- Receipts ------------------------------------------------------------------------------------

    function _logReceipt() internal returns (bool) {
        Chart storage chart = _anyChart();
        uint32 provider = uint32(1 + _roll(_providers.length - 1));
        (address signer, uint32 doctor) = _writer(provider);
        if (_chance(70) && _openings.length > 0) {
            // Somebody who has opened something before: numbers and window are theirs.
            Opening memory opening = _openings[_roll(_openings.length)];
            _lastChart = opening.chart;
            chart = _charts[opening.chart];
            (provider, doctor, signer) = (opening.provider, opening.doctor, opening.signer);
        }
        Logged storage logged = _logged[chart.number][signer];
        IReceipts.Receipt memory receipt = IReceipts.Receipt({
            patient: chart.number,
            provider: provider,
            doctor: doctor,
            sequence: _sequence(logged.highest),
            openedFrom: uint40(_now - _roll(1 days)),
            openedUntil: uint40(_now + _roll(10 minutes)),
            count: uint32(2 + _roll(9)),
            root: bytes32(_word()),
            records: hex"000001030002"
        });
        bytes memory signature = _signature(_keys[signer], _receiptDigest(receipt));
        bool intact = !_chance(5);
        if (!intact) receipt.root = bytes32(_word());
        bytes memory call = abi.encodeCall(
            IReceipts.log,
            (_receiptHead(receipt), receipt.root, receipt.records, signature)
        );
        bool done = _send(_somebody(), address(receipts), call);

        bool signed = intact && _speaksFor(provider, doctor, signer);
        bool isNew = receipt.sequence != 0 && !logged.accepted[receipt.sequence];
        bool inWindow = uint256(receipt.sequence) + 160 > logged.highest;
        _require(Rule.Receipts, !done || signed, "a receipt that nobody signed");
        _require(Rule.Receipts, !done || isNew, "a receipt was logged twice");
        _require(Rule.Receipts, !done || inWindow, "a receipt older than the window");
        _require(Rule.Receipts, done || !signed || !isNew || !inWindow, "a receipt was refused");
        if (!done) return false;
        if (_openings.length < 3) _openings.push(Opening(_lastChart, provider, doctor, signer));
        logged.accepted[receipt.sequence] = true;
        if (receipt.sequence > logged.highest) logged.highest = receipt.sequence;
        return true;
    }

    function _sequence(uint32 highest) private returns (uint32) {
        uint256 kind = _roll(10);
        if (kind < 6) return highest + 1;
        if (kind < 8) return uint32(highest + 1 + _roll(_chance(10) ? 200 : 8));
        uint256 age = _roll(_chance(20) ? 200 : 10);
        return age > highest ? 0 : uint32(highest - age);
    }

    // --- Strangers -------------------------------------------------------------------------------------

    /// @dev Calls as the relay would, with the controller's address appended, but not from the
    /// relay; and providers' calls with somebody's address appended.
    function _forge() internal returns (bool) {
        Chart storage chart = _grantedChart();
        address who = _somebody();
        uint32 provider = _grantee(chart, false);
        bytes memory call;
        uint256 kind = _roll(6);
        if (kind == 0) {
            IHealthRecords.GrantOrder memory order = _order(chart, provider);
            call = abi.encodeCall(IHealthRecords.grant, (chart.number, order, _swap(chart)));
        } else if (kind == 1) {
            call = abi.encodeCall(
                IHealthRecords.revoke,
                (chart.number, provider, _packedEpochs(chart), _swap(chart))
            );
        } else if (kind == 2) {
            call = abi.encodeCall(
                IHealthRecords.renew,
                (chart.number, provider, uint32(_now + 30 days))
            );
        } else if (kind == 3) {
            call = abi.encodeCall(IHealthRecords.deny, (chart.number, provider));
        } else if (kind == 4) {
            call = abi.encodeCall(
                IHealthRecords.addRecords,
                (chart.number, _entries(chart, 0xffff))
            );
        } else {
            call = abi.encodeCall(
                IHealthRecords.addRecordsAsProvider,
                (chart.number, provider, 0, _entries(chart, 0xffff))
            );
        }
        // Only a stranger's attempt says something.
        if (_isPatientsSide(chart, who) || _isActor(provider, who)) return false;
        address owner = kind == 5 ? _providers[provider].wallet : chart.controller;
        bool done = _send(who, address(records), abi.encodePacked(call, owner));
        _require(Rule.PatientsSide, !done, "an appended address was believed");
        // Turned away, as it has to be: the one action that succeeds by failing.
        return !done;
    }

    // --- What an order has to be, and what follows from it -----------------------------------------------

    function _order(
        Chart storage chart,
        uint32 provider
    ) private returns (IHealthRecords.GrantOrder memory order) {
        IHealthRecords.Terms memory terms = _terms();
        uint16 version = _providers[provider].keyVersion;
        order.provider = provider;
        order.keyVersion = _chance(4) ? version + 1 : version;
        order.readMask = terms.readMask;
        order.writeMask = terms.writeMask;
        order.purpose = terms.purpose;
        order.expiresAt = terms.expiresAt;
        order.epochs = _epochsOf(chart);
    }

    /// @return taken The compartments that the order takes away.
    function _follow(
        Chart storage chart,
        IHealthRecords.GrantOrder memory order,
        address who
    ) private returns (uint16 taken) {
        uint32 provider = order.provider;
        IHealthRecords.Terms memory terms = IHealthRecords.Terms(
            order.readMask,
            order.writeMask,
            order.purpose,
            order.expiresAt
        );
        Pair storage pair = _pairs[chart.number][provider];
        _requireTerms(terms);
        _require(Rule.Access, _isVerified(provider), "granted to one that isn't verified");
        _require(Rule.Lists, _isGrantable(provider), "granted to a storage operator");
        _require(
            Rule.Epochs,
            order.keyVersion == _providers[provider].keyVersion,
            "granted to keys that were replaced"
        );
        uint16 before = _readMask(pair);
        _require(
            Rule.Epochs,
            _namesEpochs(chart, order.epochs, before | order.readMask),
            "granted under epochs that have moved"
        );
        bool takes = before & ~order.readMask != 0;
        if (_isUnexpired(pair)) {
            takes = takes || pair.terms.writeMask & ~order.writeMask != 0;
            takes = takes || order.expiresAt < pair.terms.expiresAt;
        }
        _require(
            Rule.PatientsSide,
            !takes || _mayAct(chart, who, REVOKE),
            "took something away without the power to revoke"
        );
        _list(chart, provider);
        _endRequest(pair);
        pair.granted = true;
        pair.terms = terms;
        pair.keyVersion = order.keyVersion;
        return before & ~order.readMask;
    }

    function _end(
        Chart storage chart,
        uint32 provider,
        uint256 epochs
    ) private returns (uint16 taken) {
        Pair storage pair = _pairs[chart.number][provider];
        _require(Rule.Lists, pair.granted, "revoked what wasn't granted");
        taken = _readMask(pair);
        _require(
            Rule.Epochs,
            _namesEpochs(chart, epochs, taken),
            "revoked under epochs that have moved"
        );
        pair.granted = false;
        delete pair.terms;
        pair.keyVersion = 0;
    }

    function _endRequest(Pair storage pair) private {
        pair.requested = false;
        delete pair.wish;
        pair.lapsesAt = 0;
    }

    function _swapSheet(Chart storage chart, IHealthRecords.SheetSwap memory sheet) private {
        _require(Rule.ShareSheet, sheet.expected == chart.sheet, "a sheet replaced, unseen before");
        _require(Rule.ShareSheet, sheet.next != 0, "a sheet replaced by nothing");
        _require(Rule.ShareSheet, sheet.next != chart.sheet, "a sheet replaced by itself");
        chart.sheet = sheet.next;
    }

    function _requirePatientsSide(Chart storage chart, address who, uint16 power) private {
        bool may = _mayAct(chart, who, power);
        _require(Rule.PatientsSide, may, "carried out an order of a stranger");
        _patientActed = may;
    }

    function _requireWriter(uint32 provider, uint32 doctor, address who) private {
        _require(Rule.Access, _speaksFor(provider, doctor, who), "spoke for another provider");
        _require(Rule.Access, _isVerified(provider), "wrote without being verified");
    }

    function _requireTerms(IHealthRecords.Terms memory terms) private {
        _require(
            Rule.Access,
            terms.readMask | terms.writeMask != 0 &&
                terms.purpose != IHealthRecords.Purpose.None &&
                terms.expiresAt > _now,
            "terms that grant nothing, for nothing, or until the past"
        );
    }

    function _entries(
        Chart storage chart,
        uint16 mask
    ) private returns (IHealthRecords.NewRecord[] memory entries) {
        entries = new IHealthRecords.NewRecord[](1 + _roll(3));
        for (uint256 i = 0; i < entries.length; ++i) {
            uint8 compartment = uint8(_roll(8));
            while ((mask >> compartment) % 2 == 0) compartment = (compartment + 1) % 16;
            if (_chance(2)) compartment = 16;
            uint16 current = compartment < 16 ? chart.epochs[compartment] : 1;
            uint256 count = compartment < 16 ? chart.manifests[compartment].length : 0;
            bool amends = count > 0 && _chance(25);
            if (_chance(1)) (amends, count) = (true, count + 2);
            entries[i] = IHealthRecords.NewRecord({
                compartment: compartment,
                epoch: _chance(4)
                    ? current + 1
                    : _chance(20)
                        ? 0
                        : current,
                manifest: bytes32(_word()),
                amends: amends,
                supersedes: amends ? uint24(compartment) * 65536 + uint24(_roll(count)) : 0
            });
        }
    }

    function _append(
        Chart storage chart,
        IHealthRecords.NewRecord[] memory entries,
        uint16 mask
    ) private {
        for (uint256 i = 0; i < entries.length; ++i) {
            IHealthRecords.NewRecord memory entry = entries[i];
            uint8 c = entry.compartment;
            _require(Rule.History, c < 16, "a seventeenth compartment");
            if (c > 15) return;
            _require(Rule.Access, (mask >> c) % 2 == 1, "wrote where it may not");
            _require(
                Rule.Epochs,
                entry.epoch == 0 || entry.epoch == chart.epochs[c],
                "sealed under an epoch that has moved"
            );
            if (entry.amends) {
                _require(
                    Rule.History,
                    entry.supersedes % 65536 < chart.manifests[entry.supersedes / 65536].length,
                    "amended what doesn't exist"
                );
            }
            chart.manifests[c].push(entry.manifest);
        }
    }

    /// @dev What the interface says of a request's times: whole hours, rounded up.
    function _toHour(uint32 time) private pure returns (uint32) {
        return time % 3600 == 0 ? time : time - (time % 3600) + 3600;
    }
}
