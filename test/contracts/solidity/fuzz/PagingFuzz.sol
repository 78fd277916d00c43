// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuthorities} from "../../../../contracts/interfaces/IAuthorities.sol";
import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IProviders} from "../../../../contracts/interfaces/IProviders.sol";
import {IStaff} from "../../../../contracts/interfaces/IStaff.sol";
import {SystemFixture} from "../support/SystemFixture.sol";

/// @title PagingFuzz: pages of any size, put together, are the whole list
/// @notice Twelve providers of several kinds and six charts, linked in an order that the dice give.
contract PagingFuzz is SystemFixture {
    uint256 private constant _PROVIDERS = 12;
    uint256 private constant _PATIENTS = 6;

    address[] private _wallets;
    address[] private _controllers;
    uint32[] private _patients;

    uint32[] private _doctors;
    uint32[] private _hospitals;
    uint32[] private _patientsOfFirst;

    function setUp() external {
        _deploy();
        for (uint256 i = 0; i < _PROVIDERS; ++i) {
            _wallets.push(_account(string.concat("provider", string(abi.encode(i)))));
            // Every second a doctor; the second is a hospital.
            IProviders.Kind kind =
                i % 2 == 0 ? IProviders.Kind.Doctor : IProviders.Kind(2 + ((i / 2) % 5));
            _verified(_wallets[i], kind, type(uint40).max);
        }
        for (uint256 i = 0; i < _PATIENTS; ++i) {
            _controllers.push(_account(string.concat("patient", string(abi.encode(i)))));
            _patients.push(_register(_controllers[i], "details"));
        }
    }

    function testFuzz_aPatientsListsInPages(
        uint256 seed,
        uint256 doctors,
        uint256 others
    ) external {
        for (uint256 i = 0; i < _PROVIDERS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 provider = uint32(1 + (seed % _PROVIDERS));
            if (!_link(_patients[0], provider, i)) continue;
            if (provider % 2 == 1) _doctors.push(provider);
            else _hospitals.push(provider);
        }
        _walkDoctors(bound(doctors, 1, 14));
        _walkHospitals(bound(others, 1, 14));
    }

    function testFuzz_aProvidersPatientsInPages(uint256 seed, uint256 limit) external {
        for (uint256 i = 0; i < _PATIENTS + 2; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 patient = _patients[seed % _PATIENTS];
            // Another provider comes in between: its list must not cross this one's.
            _link(patient, 3, i);
            if (seed % 5 != 0 && _link(patient, 1, i)) _patientsOfFirst.push(patient);
        }
        limit = bound(limit, 1, 8);
        uint256 left = _patientsOfFirst.length;
        uint32 cursor = 0;
        while (true) {
            vm.prank(_wallets[0]);
            (IHealthRecords.Access[] memory page, uint256 total) = records.patientsOf(
                1,
                cursor,
                limit
            );
            assertEq(total, _patientsOfFirst.length, "total");
            assertEq(page.length, left < limit ? left : limit, "length of a page");
            for (uint256 i = 0; i < page.length; ++i) {
                assertEq(page[i].patient, _patientsOfFirst[--left], "patient");
                cursor = page[i].patient;
            }
            if (left == 0) break;
        }
    }

    function testFuzz_aCompartmentsRecordsInPages(
        uint8 count,
        uint256 from,
        uint256 limit
    ) external {
        count %= 40;
        from = from % 3 == 0 ? from : from % 45;
        limit = bound(limit, 0, 1000);
        IHealthRecords.NewRecord[] memory entries = new IHealthRecords.NewRecord[](count);
        for (uint256 i = 0; i < count; ++i) {
            entries[i] = IHealthRecords.NewRecord(7, 1, keccak256(abi.encode(i)), false, 0);
        }
        if (count > 0) {
            vm.prank(_controllers[0]);
            records.addRecords(_patients[0], entries);
        }
        vm.prank(_controllers[0]);
        (IHealthRecords.RecordEntry[] memory page, uint256 total) = records.recordsIn(
            _patients[0],
            0,
            7,
            from,
            limit
        );
        assertEq(total, count, "total");
        assertEq(page.length, _length(count, from, limit), "length of a page");
        for (uint256 i = 0; i < page.length; ++i) {
            assertEq(page[i].ref, 7 * 65536 + from + i, "reference");
            assertEq(page[i].manifest, keccak256(abi.encode(from + i)), "manifest");
        }
    }

    function testFuzz_aStaffInPages(uint16 members, uint256 from, uint256 limit) external {
        uint256 total = 0;
        for (uint32 doctor = 1; doctor <= _PROVIDERS; doctor += 2) {
            if ((members >> doctor) % 2 == 0) continue;
            vm.prank(_wallets[1]);
            staff.add(2, doctor);
            ++total;
        }
        from = from % 3 == 0 ? from : from % 9;
        limit = bound(limit, 0, 500);
        (IStaff.Member[] memory page, uint256 all) = staff.staffOf(2, from, limit);
        assertEq(all, total, "total");
        assertEq(page.length, _length(total, from, limit), "length of a page");
        for (uint256 i = 0; i < page.length; ++i) {
            assertTrue((members >> page[i].doctor) % 2 == 1, "a stranger on the staff");
            (uint32[] memory organizations, ) = staff.organizationsOf(page[i].doctor, 0, 9);
            assertEq(organizations.length, 1, "organizations of a doctor");
        }
    }

    function testFuzz_anAuthoritysProvidersInPages(uint256 limit) external view {
        limit = bound(limit, 1, 20);
        uint32 left = uint32(_PROVIDERS);
        uint32 cursor = 0;
        while (left > 0) {
            (uint32[] memory numbers, ) = providers.providersOf(1, cursor, limit);
            assertEq(numbers.length, left < limit ? left : limit, "length of a page");
            for (uint256 i = 0; i < numbers.length; ++i) assertEq(numbers[i], left--, "provider");
            cursor = numbers[numbers.length - 1];
        }
        (uint32[] memory none, ) = providers.providersOf(1, cursor, limit);
        assertEq(none.length, 0, "after the last");
    }

    function testFuzz_authoritiesInPages(uint32 from, uint256 limit) external view {
        if (from % 4 != 0) from %= 6;
        limit = bound(limit, 0, 500);
        (uint32[] memory numbers, IAuthorities.Authority[] memory page) = authorities.authorities(
            from,
            limit
        );
        uint256 first = from == 0 ? 1 : from;
        assertEq(numbers.length, _length(4, first, limit), "length of a page");
        assertEq(page.length, numbers.length, "length of the authorities");
        for (uint256 i = 0; i < numbers.length; ++i) assertEq(numbers[i], first + i, "number");
    }

    /// @return linked Whether the pair is new on its lists.
    function _link(uint32 patient, uint32 provider, uint256 salt) private returns (bool linked) {
        IHealthRecords.Terms memory terms = IHealthRecords.Terms(
            1,
            0,
            IHealthRecords.Purpose.Treatment,
            uint32(START + 30 days + salt * 1 hours)
        );
        address wallet = _wallets[provider - 1];
        vm.prank(wallet);
        uint256 before = _patientsCount(provider);
        vm.prank(wallet);
        records.request(patient, provider, 0, terms, uint32(START + 1 days + salt * 1 hours));
        vm.prank(wallet);
        linked = _patientsCount(provider) > before;
    }

    /// @dev Takes the caller's prank.
    function _patientsCount(uint32 provider) private view returns (uint256 total) {
        (, total) = records.patientsOf(provider, 0, 0);
    }

    function _walkDoctors(uint256 limit) private {
        uint256 left = _doctors.length;
        uint32 cursor = 0;
        while (true) {
            vm.prank(_controllers[0]);
            (IHealthRecords.Access[] memory page, uint256 total) = records.doctorsOf(
                _patients[0],
                cursor,
                limit
            );
            assertEq(total, _doctors.length, "number of doctors");
            assertEq(page.length, left < limit ? left : limit, "length of a page");
            for (uint256 i = 0; i < page.length; ++i) {
                assertEq(page[i].provider, _doctors[--left], "doctor");
                cursor = page[i].provider;
            }
            if (left == 0) break;
        }
    }

    function _walkHospitals(uint256 limit) private {
        uint256 left = _hospitals.length;
        uint32 cursor = 0;
        while (true) {
            vm.prank(_controllers[0]);
            (IHealthRecords.Access[] memory page, uint256 total) = records.hospitalsOf(
                _patients[0],
                cursor,
                limit
            );
            assertEq(total, _hospitals.length, "number of hospitals");
            assertEq(page.length, left < limit ? left : limit, "length of a page");
            for (uint256 i = 0; i < page.length; ++i) {
                assertEq(page[i].provider, _hospitals[--left], "hospital");
                cursor = page[i].provider;
            }
            if (left == 0) break;
        }
    }

    function _length(uint256 total, uint256 from, uint256 limit) private pure returns (uint256) {
        if (from >= total) return 0;
        return total - from < limit ? total - from : limit;
    }
}
