// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IPatients} from "../../../../contracts/interfaces/IPatients.sol";
import {INonces} from "../support/SystemFixture.sol";
import {Handler} from "./Handler.sol";

/// @title Checks: the contracts compared with the model
/// @notice Each check looks at what the last action touched and at something else in turn, so that
/// everything is looked at often; `checkAll` looks at everything.
/// @dev Not targets of the fuzzer: the test names the handler's actions one by one.
abstract contract Checks is Handler {
    function checkAccess() external {
        _setTime();
        uint256 turn = tried;
        // Everybody on the pair of the last action, and somebody on another.
        _checkPairAccess(_lastChart, _lastProvider, uint8(turn % 17), 0, _people.length);
        uint256 first = turn % (_people.length - 2);
        uint8 compartment = uint8((turn / 5) % 17);
        _checkPairAccess(_chartInTurn(turn), _providerInTurn(turn), compartment, first, first + 2);
    }

    function checkLists() external {
        _setTime();
        uint256 turn = tried;
        _checkPatientsLists(_lastChart);
        _checkProvidersList(_lastProvider);
        _checkHandovers(_lastChart, _lastProvider);
        if (turn % 2 == 0) _checkPatientsLists(_chartInTurn(turn / 2));
        else _checkProvidersList(_providerInTurn(turn));
    }

    function checkEpochs() external {
        _setTime();
        for (uint256 i = 1; i < _charts.length; ++i) {
            vm.prank(_charts[i].controller);
            (uint256 packed, , ) = records.epochsOf(_charts[i].number, 0);
            assertEq(packed, _packedEpochs(_charts[i]), "epochs and generation");
        }
    }

    function checkSheets() external {
        _setTime();
        for (uint256 i = 1; i < _charts.length; ++i) {
            vm.prank(_charts[i].controller);
            assertEq(records.shareSheet(_charts[i].number, 0), _charts[i].sheet, "share sheet");
        }
    }

    function checkHistory() external {
        _setTime();
        uint256 turn = tried;
        _checkRecords(_lastChart, uint8(turn % 8));
        _checkRecords(_chartInTurn(turn), uint8((turn / 7) % 16));
    }

    function checkReceipts() external {
        _setTime();
        uint256 turn = tried;
        uint256 chart = _chartInTurn(turn);
        for (uint32 i = 1; i < _providers.length; ++i) {
            uint256 index = i % 2 == turn % 2 ? _lastChart : chart;
            _checkLogged(_charts[index].number, _providers[i].wallet);
        }
    }

    function checkNonces() external view {
        for (uint256 i = 0; i < _people.length; ++i) {
            assertEq(INonces(address(relay)).nonces(_people[i]), _nonces[_people[i]], "nonce");
        }
    }

    function checkIdentity() external {
        _setTime();
        for (uint256 i = 1; i < _charts.length; ++i) {
            Chart storage chart = _charts[i];
            assertEq(patients.patientIdOf(chart.number), chart.id, "id of a number");
            IPatients.Patient memory found = patients.patientById(chart.id);
            assertEq(found.patientId, chart.id, "id");
            assertEq(found.keyDocument, chart.keyDocument, "a patient's key document");
            assertEq(found.keyVersion, chart.keyVersion, "a patient's key version");
        }
        uint256 turn = tried;
        for (uint256 i = 0; i < _people.length; ++i) {
            _checkSides(_lastChart, _people[i]);
            _checkSides(_chartInTurn(turn), _people[i]);
        }
    }

    function _setTime() private {
        vm.warp(_now);
        vm.roll(_block);
    }

    function _chartInTurn(uint256 turn) private view returns (uint256) {
        return 1 + (turn % (_charts.length - 1));
    }

    function _providerInTurn(uint256 turn) private view returns (uint32) {
        return uint32(1 + ((turn / 3) % (_providers.length - 1)));
    }

    // --- Access --------------------------------------------------------------------------------

    /// @dev Some people in one compartment (after the last comes nobody, the zero address), and the
    /// provider in every fourth.
    function _checkPairAccess(
        uint256 index,
        uint32 provider,
        uint8 compartment,
        uint256 first,
        uint256 last
    ) private {
        uint32 patient = _charts[index].number;
        for (uint256 i = first; i <= last; ++i) {
            address who = i < _people.length ? _people[i] : address(0);
            bool reads = _checkRights(patient, provider, who, compartment);
            // The guarded read follows the same rule; somebody else tries it each time.
            if ((i + compartment) % 4 != 0) continue;
            vm.prank(who);
            try records.recordsIn(patient, provider, compartment, 0, 1) {
                assertTrue(reads, "somebody reads records without access");
            } catch {
                assertTrue(!reads, "somebody with access can't read records");
            }
        }
        address wallet = _providers[provider].wallet;
        for (uint8 c = compartment % 4; c < 16; c += 4) _checkRights(patient, provider, wallet, c);
    }

    function _checkRights(
        uint32 patient,
        uint32 provider,
        address who,
        uint8 compartment
    ) private view returns (bool reads) {
        reads = _mayAccess(patient, provider, who, compartment, false);
        bool writes = _mayAccess(patient, provider, who, compartment, true);
        IHealthRecords.Right right = IHealthRecords.Right.Read;
        assertEq(
            records.hasAccess(patient, provider, who, compartment, right),
            reads,
            "read access"
        );
        right = IHealthRecords.Right.Write;
        assertEq(
            records.hasAccess(patient, provider, who, compartment, right),
            writes,
            "write access"
        );
    }

    // --- Lists -----------------------------------------------------------------------------------

    function _checkPatientsLists(uint256 index) private {
        Chart storage chart = _charts[index];
        uint32 cursor = 0;
        // Pages of two, and what the last one ends with.
        for (uint256 i = 0; i <= chart.doctors.length; i += 2) {
            vm.prank(chart.controller);
            (IHealthRecords.Access[] memory page, uint256 total) = records.doctorsOf(
                chart.number,
                cursor,
                2
            );
            assertEq(total, chart.doctors.length, "number of doctors");
            cursor = _checkPage(chart, chart.doctors, page, i);
        }
        cursor = 0;
        for (uint256 i = 0; i <= chart.hospitals.length; i += 3) {
            vm.prank(chart.controller);
            (IHealthRecords.Access[] memory page, uint256 total) = records.hospitalsOf(
                chart.number,
                cursor,
                3
            );
            assertEq(total, chart.hospitals.length, "number of hospitals");
            cursor = _checkPage(chart, chart.hospitals, page, i);
        }
    }

    /// @return cursor The last provider of the page, or the cursor's own answer where it is empty.
    function _checkPage(
        Chart storage chart,
        uint32[] storage list,
        IHealthRecords.Access[] memory page,
        uint256 from
    ) private returns (uint32 cursor) {
        for (uint256 i = 0; i < page.length; ++i) {
            // Newest first.
            cursor = list[list.length - 1 - from - i];
            _checkEntry(chart.number, cursor, page[i]);
            vm.prank(chart.controller);
            _checkEntry(chart.number, cursor, records.accessOf(chart.number, cursor, false));
        }
        uint256 left = list.length - from;
        assertTrue(page.length == left || page.length == 2 || page.length == 3, "length of a page");
        if (page.length == 0) cursor = list.length == 0 ? 0 : list[0];
    }

    function _checkProvidersList(uint32 number) private {
        Provider storage provider = _providers[number];
        uint256 length = provider.patients.length;
        uint32 cursor = 0;
        for (uint256 from = 0; from <= length; from += 2) {
            vm.prank(provider.wallet);
            (IHealthRecords.Access[] memory page, uint256 total) = records.patientsOf(
                number,
                cursor,
                2
            );
            assertEq(total, length, "number of patients");
            assertEq(page.length, length - from < 2 ? length - from : 2, "length of a page");
            for (uint256 i = 0; i < page.length; ++i) {
                cursor = provider.patients[length - 1 - from - i];
                _checkEntry(cursor, number, page[i]);
            }
        }
    }

    function _checkHandovers(uint256 index, uint32 organization) private {
        Chart storage chart = _charts[index];
        uint32[] storage holders = _holders[chart.number][organization];
        vm.prank(chart.controller);
        IHealthRecords.Handover[] memory handovers = records.handoversOf(
            chart.number,
            organization,
            false
        );
        assertEq(handovers.length, holders.length, "number of handovers");
        for (uint256 i = 0; i < handovers.length; ++i) {
            uint32 doctor = holders[i];
            assertEq(handovers[i].doctor, doctor, "doctor of a handover");
            bytes32 envelope = _envelopes[chart.number][organization][doctor];
            assertEq(handovers[i].envelope, envelope, "envelope of a handover");
            bool current = _isCurrentStaff(organization, doctor);
            assertEq(handovers[i].current, current, "current holder of keys");
        }
    }

    function _checkEntry(
        uint32 patient,
        uint32 provider,
        IHealthRecords.Access memory access
    ) private view {
        Pair storage pair = _pairs[patient][provider];
        bool verified = _isVerified(provider);
        assertEq(access.patient, patient, "patient of an entry");
        assertEq(access.provider, provider, "provider of an entry");
        _checkTerms(access.terms, pair.terms, "terms of a grant");
        assertEq(access.keyVersion, pair.keyVersion, "key version of a grant");
        assertEq(access.live, verified && _isUnexpired(pair), "live");
        _checkTerms(access.request, pair.wish, "terms of a request");
        assertEq(access.requestLapsesAt, pair.lapsesAt, "lapse of a request");
        assertEq(access.pending, _isPending(pair), "pending");
        assertEq(access.verifiedNow, verified, "verified now");
    }

    function _checkTerms(
        IHealthRecords.Terms memory actual,
        IHealthRecords.Terms memory expected,
        string memory what
    ) private pure {
        assertEq(keccak256(abi.encode(actual)), keccak256(abi.encode(expected)), what);
    }

    // --- Records, receipts, people -----------------------------------------------------------------

    function _checkRecords(uint256 index, uint8 compartment) private {
        Chart storage chart = _charts[index];
        vm.prank(chart.controller);
        uint16[16] memory numbers = records.recordCounts(chart.number, 0);
        for (uint256 c = 0; c < 16; ++c) {
            assertEq(numbers[c], chart.manifests[c].length, "number of records");
        }
        bytes32[] storage manifests = chart.manifests[compartment];
        vm.prank(chart.controller);
        (IHealthRecords.RecordEntry[] memory page, uint256 total) = records.recordsIn(
            chart.number,
            0,
            compartment,
            0,
            1000
        );
        assertEq(total, manifests.length, "number of records in a compartment");
        assertEq(page.length, manifests.length, "records in a compartment");
        for (uint256 i = 0; i < page.length; ++i) {
            assertEq(page[i].ref, uint256(compartment) * 65536 + i, "reference of a record");
            assertEq(page[i].manifest, manifests[i], "manifest of a record");
        }
    }

    function _checkLogged(uint32 patient, address signer) private view {
        Logged storage logged = _logged[patient][signer];
        (uint32 highest, ) = receipts.lastOf(patient, signer);
        assertEq(highest, logged.highest, "highest sequence");
        // Around the newest, and around the window's end.
        for (uint32 i = 0; i < 6; ++i) {
            _checkSequence(logged, patient, signer, highest + 2, i);
            _checkSequence(logged, patient, signer, highest, 157 + i);
        }
    }

    function _checkSequence(
        Logged storage logged,
        uint32 patient,
        address signer,
        uint32 from,
        uint32 back
    ) private view {
        if (back > from) return;
        uint32 sequence = from - back;
        bool tooOld = uint256(sequence) + 160 <= logged.highest;
        assertEq(
            receipts.isLogged(patient, signer, sequence),
            sequence != 0 && (tooOld || logged.accepted[sequence]),
            "whether a receipt was logged"
        );
    }

    function _checkSides(uint256 index, address who) private view {
        Chart storage chart = _charts[index];
        assertEq(
            patients.isController(chart.number, who),
            who == chart.controller,
            "who controls a chart"
        );
        assertEq(
            patients.isPatientSide(chart.number, who),
            _isPatientsSide(chart, who),
            "who is on the patient's side"
        );
        assertEq(
            patients.mayAct(chart.number, who, GRANT),
            _mayAct(chart, who, GRANT),
            "who may grant"
        );
    }
}
