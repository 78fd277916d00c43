// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuthorities} from "../../../../contracts/interfaces/IAuthorities.sol";
import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IPatientRelay} from "../../../../contracts/interfaces/IPatientRelay.sol";
import {IPatients} from "../../../../contracts/interfaces/IPatients.sol";
import {IProviders} from "../../../../contracts/interfaces/IProviders.sol";
import {IReceipts} from "../../../../contracts/interfaces/IReceipts.sol";
import {IStaff} from "../../../../contracts/interfaces/IStaff.sol";
import {TestBase} from "./Vm.sol";

/// @notice What OpenZeppelin's Nonces adds to the relay.
interface INonces {
    function nonces(address signer) external view returns (uint256);
}

/// @title SystemFixture: the whole system, deployed as Ignition does
/// @notice Two authorities of one jurisdiction and one of another; nobody else yet.
/// @dev Deployed from the artifacts, so that what is tested is the very code that gets deployed,
/// and the tests compile without it.
abstract contract SystemFixture is TestBase {
    uint16 internal constant HOME = 276;
    uint16 internal constant ABROAD = 840;
    /// What the simulator's clock starts from here: it would be 1970 otherwise.
    uint256 internal constant START = 1_790_000_000;

    address internal admin;
    address internal authority;
    address internal secondAuthority;
    address internal foreignAuthority;

    IPatientRelay internal relay;
    IPatients internal patients;
    IAuthorities internal authorities;
    IProviders internal providers;
    IStaff internal staff;
    IHealthRecords internal records;
    IReceipts internal receipts;

    /// @dev Everybody can sign: the key is made from the name.
    function _key(string memory name) internal pure returns (uint256) {
        return uint256(keccak256(bytes(name)));
    }

    function _account(string memory name) internal pure returns (address) {
        return vm.addr(_key(name));
    }

    function _deploy() internal {
        vm.warp(START);
        vm.roll(1000);
        admin = _account("admin");
        authority = _account("authority");
        secondAuthority = _account("second authority");
        foreignAuthority = _account("foreign authority");
        IAuthorities.Appointment[] memory first = new IAuthorities.Appointment[](3);
        first[0] = IAuthorities.Appointment(authority, HOME, "profile 1", "keys 1");
        first[1] = IAuthorities.Appointment(secondAuthority, HOME, "profile 2", "keys 2");
        first[2] = IAuthorities.Appointment(foreignAuthority, ABROAD, "profile 3", "keys 3");

        address target = _create("PatientRelay", abi.encode(address(this)));
        relay = IPatientRelay(target);
        patients = IPatients(_create("Patients", abi.encode(relay)));
        authorities = IAuthorities(_create("Authorities", abi.encode(2 days, admin, first)));
        providers = IProviders(_create("Providers", abi.encode(authorities, 14 days)));
        staff = IStaff(_create("Staff", abi.encode(providers)));
        target = _create("HealthRecords", abi.encode(patients, providers, staff, relay));
        records = IHealthRecords(target);
        receipts = IReceipts(_create("Receipts", abi.encode(providers, staff)));
        relay.connectTo(address(patients), address(records));
    }

    function _create(string memory name, bytes memory parameters) private returns (address made) {
        string memory artifact = string.concat("contracts/", name, ".sol:", name);
        bytes memory code = abi.encodePacked(vm.getCode(artifact), parameters);
        assembly ("memory-safe") {
            made := create(0, add(code, 32), mload(code))
        }
        assertTrue(made != address(0), name);
    }

    /// @dev Opens a chart.
    function _register(address controller, bytes32 commitment) internal returns (uint32) {
        vm.prank(controller);
        return uint32(uint256(patients.register(commitment, keccak256("patient keys"))));
    }

    /// @dev A provider of the first authority, verified until `until`.
    function _verified(
        address wallet,
        IProviders.Kind kind,
        uint40 until
    ) internal returns (uint32 provider) {
        bytes32 profile = keccak256(abi.encode("profile", wallet));
        vm.prank(wallet);
        provider = providers.applyForVerification(kind, 1, profile, "keys", "evidence");
        vm.prank(authority);
        providers.verify(provider, wallet, kind, profile, until);
    }
}
