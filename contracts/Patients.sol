// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IPatients} from "./interfaces/IPatients.sol";

/// @title Patients
/// @notice Who owns which chart, and who may act for a patient.
/// @dev A registration costs three new slots and no more: the controller's word of chart numbers,
/// the chart's word, and the digest of its key document. The controller is not stored a second
/// time under the number: "controls" means that the number is in the wallet's own word.
contract Patients is IPatients, ERC2771Context {
    /// @dev What a delegate may do. One slot.
    struct Delegation {
        uint16 powers;
        uint40 until;
    }

    /// @dev A chart that its controller offered to another wallet.
    struct Offer {
        address from;
        address to;
    }

    /// @inheritdoc IPatients
    uint16 public constant POWER_ADD_RECORDS = 1;
    /// @inheritdoc IPatients
    uint16 public constant POWER_GRANT = 2;
    /// @inheritdoc IPatients
    uint16 public constant POWER_DENY = 4;
    /// @inheritdoc IPatients
    uint16 public constant POWER_REVOKE = 8;
    /// @inheritdoc IPatients
    uint16 public constant POWER_KEYS = 16;
    /// @inheritdoc IPatients
    uint16 public constant POWER_MANAGING = 32;
    /// @inheritdoc IPatients
    uint256 public constant MAX_CHARTS = 8;
    /// @inheritdoc IPatients
    uint256 public constant MAX_DELEGATES = 16;

    uint16 private constant ALL_POWERS = 63;
    /// @dev The lowest and the highest bit of each of the eight 32-bit lanes of a word.
    uint256 private constant LANES_LOW =
        0x0000000100000001000000010000000100000001000000010000000100000001;
    uint256 private constant LANES_HIGH =
        0x8000000080000000800000008000000080000000800000008000000080000000;

    /// @dev Up to eight chart numbers of 32 bits; a lane of zero is free.
    mapping(address controller => uint256 numbers) private _charts;
    /// @dev Bits 32 to 255: the same bits of the patient id (its low 32 bits are the number itself).
    /// Bits 0 to 15: key version, from 1, so that the word of a chart is never zero. Bits 16 to 31:
    /// spare.
    mapping(uint32 patient => uint256 word) private _words;
    mapping(uint32 patient => bytes32 digest) private _keyDocuments;
    mapping(uint32 patient => Offer offer) private _offers;
    mapping(uint32 patient => mapping(address delegate => Delegation delegation))
        private _delegations;
    mapping(uint32 patient => address[] accounts) private _delegates;

    /// @notice Deployed after the relay, which it trusts for its whole life.
    /// @param relay The PatientRelay, whose calls carry the signer's address (ERC-2771).
    constructor(address relay) ERC2771Context(relay) {}

    /// @inheritdoc IPatients
    function register(
        bytes32 commitment,
        bytes32 keyDocument
    ) external returns (bytes32 patientId) {
        if (commitment == 0 || keyDocument == 0) revert PatientsEmptyDigest();
        address controller = _msgSender();
        patientId = keccak256(abi.encode(controller, commitment));
        // Narrowing on purpose: the number is the id's low 32 bits.
        uint32 patient = uint32(uint256(patientId));
        if (patient == 0 || _words[patient] != 0) revert PatientsNumberTaken(patientId, patient);

        _addChart(controller, patient);
        _words[patient] = _wordOf(patientId, 1);
        _keyDocuments[patient] = keyDocument;
        emit PatientRegistered(patient, controller, patientId, keyDocument);
    }

    /// @inheritdoc IPatients
    function replaceKeyDocument(uint32 patient, bytes32 expected, bytes32 next) external {
        address caller = _msgSender();
        requireMayAct(patient, caller, POWER_KEYS);
        // No need to check that the chart exists: nobody may act for one that doesn't.
        bytes32 current = _keyDocuments[patient];
        if (current != expected) revert PatientsKeyDocumentMismatch(patient, expected, current);
        if (next == 0) revert PatientsEmptyDigest();
        if (next == current) revert PatientsAlreadySet(patient);
        uint256 word = _words[patient];
        // Narrowing on purpose: the key version is the low 16 bits.
        uint16 version = uint16(word);
        if (version == type(uint16).max) revert PatientsKeyVersionExhausted(patient);

        _keyDocuments[patient] = next;
        // Can't carry into the bits above: checked against the maximum.
        _words[patient] = word + 1;
        emit PatientKeyDocumentReplaced(patient, version + 1, current, next, caller);
    }

    /// @inheritdoc IPatients
    function offerControl(uint32 patient, address to) external {
        address caller = _requireController(patient);
        if (to == caller || to == address(this)) revert PatientsInvalidController(to);
        Offer memory offer = _offers[patient];
        // An offer of an earlier controller is as good as none.
        bool standing = offer.to != address(0) && offer.from == caller;
        if (to == address(0)) {
            if (!standing) revert PatientsNoOffer(patient, caller);
            delete _offers[patient];
        } else {
            if (standing && offer.to == to) revert PatientsAlreadySet(patient);
            _offers[patient] = Offer({from: caller, to: to});
        }
        emit PatientControlOffered(patient, caller, to);
    }

    /// @inheritdoc IPatients
    function acceptControl(uint32 patient, address from) external {
        address caller = _msgSender();
        Offer memory offer = _offers[patient];
        if (offer.to != caller || offer.from != from || !isController(patient, from)) {
            revert PatientsNoOffer(patient, caller);
        }

        _replaceController(patient, from, caller);
    }

    /// @inheritdoc IPatients
    function setDelegate(uint32 patient, address delegate, uint16 powers, uint40 until) external {
        address caller = _requireController(patient);
        if (delegate == address(0) || delegate == caller) revert PatientsInvalidDelegate(delegate);
        if (powers == 0 || powers > ALL_POWERS) revert PatientsInvalidPowers(powers);
        if (until <= block.timestamp) revert PatientsInvalidUntil(until);
        Delegation memory current = _delegations[patient][delegate];
        if (current.until == until && current.powers == powers) revert PatientsAlreadySet(patient);

        if (current.until == 0) _listDelegate(patient, delegate);
        _delegations[patient][delegate] = Delegation({powers: powers, until: until});
        emit PatientDelegateSet(patient, delegate, powers, until);
    }

    /// @inheritdoc IPatients
    function removeDelegate(uint32 patient, address delegate) external {
        address caller = _msgSender();
        if (caller != delegate && !isController(patient, caller)) {
            revert PatientsNotController(patient, caller);
        }
        if (_delegations[patient][delegate].until == 0) {
            revert PatientsNotDelegate(patient, delegate);
        }

        _removeDelegate(patient, delegate);
    }

    /// @inheritdoc IPatients
    function patientIdOf(uint32 patient) external view returns (bytes32) {
        return _patientIdOf(patient, _readWord(patient));
    }

    /// @inheritdoc IPatients
    function patientById(bytes32 patientId) external view returns (Patient memory) {
        // Narrowing on purpose: the number is the id's low 32 bits.
        uint32 patient = uint32(uint256(patientId));
        uint256 word = _words[patient];
        if (word == 0 || _patientIdOf(patient, word) != patientId) {
            revert PatientsUnknownId(patientId);
        }
        return _patient(patient, word);
    }

    /// @inheritdoc IPatients
    function patientByNumber(uint32 patient) external view returns (Patient memory) {
        return _patient(patient, _readWord(patient));
    }

    /// @inheritdoc IPatients
    function patientsOf(address controller) external view returns (uint32[] memory numbers) {
        uint256 charts = _charts[controller];
        uint32[] memory all = new uint32[](MAX_CHARTS);
        uint256 count;
        for (uint256 lane = 0; lane < MAX_CHARTS; ++lane) {
            // Narrowing on purpose: one lane.
            uint32 number = uint32(charts >> (lane * 32));
            if (number != 0) all[count++] = number;
        }
        numbers = new uint32[](count);
        for (uint256 i = 0; i < count; ++i) numbers[i] = all[i];
    }

    /// @inheritdoc IPatients
    function delegatesOf(uint32 patient) external view returns (Delegate[] memory delegates) {
        address caller = _msgSender();
        if (!isPatientSide(patient, caller)) revert PatientsNotAllowed(patient, caller, 0);
        address[] storage accounts = _delegates[patient];
        uint256 length = accounts.length;
        delegates = new Delegate[](length);
        for (uint256 i = 0; i < length; ++i) {
            address account = accounts[i];
            Delegation memory delegation = _delegations[patient][account];
            delegates[i] = Delegate({
                account: account,
                powers: delegation.powers,
                until: delegation.until,
                live: _isLive(delegation)
            });
        }
    }

    /// @inheritdoc IPatients
    function offeredTo(uint32 patient) external view returns (address from, address to) {
        Offer memory offer = _offers[patient];
        if (offer.to == address(0) || !isController(patient, offer.from)) {
            return (address(0), address(0));
        }
        return (offer.from, offer.to);
    }

    /// @inheritdoc IPatients
    function requireMayAct(uint32 patient, address account, uint16 power) public view {
        if (!mayAct(patient, account, power)) revert PatientsNotAllowed(patient, account, power);
    }

    /// @inheritdoc IPatients
    function mayAct(uint32 patient, address account, uint16 power) public view returns (bool) {
        if (isController(patient, account)) return true;
        Delegation memory delegation = _delegations[patient][account];
        return power != 0 && delegation.powers & power == power && _isLive(delegation);
    }

    /// @inheritdoc IPatients
    function isPatientSide(uint32 patient, address account) public view returns (bool) {
        return isController(patient, account) || _isLive(_delegations[patient][account]);
    }

    /// @inheritdoc IPatients
    function isController(uint32 patient, address account) public view returns (bool) {
        // Zero marks a free lane, so it is nobody's chart.
        if (patient == 0) return false;
        unchecked {
            // A lane of `lanes` is zero where the word holds the number. The borrow of a lane's
            // subtraction reaches the next lane only when there is a zero lane already, so the
            // answer is exact. `patient * LANES_LOW` copies the number into every lane.
            uint256 lanes = _charts[account] ^ (uint256(patient) * LANES_LOW);
            return (lanes - LANES_LOW) & ~lanes & LANES_HIGH != 0;
        }
    }

    /// @dev The one place where a chart changes hands. Recovery by guardians belongs here, too: it
    /// has to check its own conditions and call this.
    ///
    /// Delegates stay: control moves between wallets of the same person, often because one was
    /// lost, and a carer must not lose what they do for the patient at that moment. The new
    /// controller sees them all in `delegatesOf` and ends any of them. Only the new controller's
    /// own delegation ends, so that it doesn't come back to life when control moves on.
    function _replaceController(uint32 patient, address from, address to) private {
        _removeChart(from, patient);
        _addChart(to, patient);
        delete _offers[patient];
        if (_delegations[patient][to].until != 0) _removeDelegate(patient, to);
        emit PatientControllerReplaced(patient, from, to);
    }

    function _addChart(address controller, uint32 patient) private {
        uint256 charts = _charts[controller];
        for (uint256 shift = 0; shift < 256; shift += 32) {
            // Narrowing on purpose: one lane.
            if (uint32(charts >> shift) == 0) {
                _charts[controller] = charts | (uint256(patient) << shift);
                return;
            }
        }
        revert PatientsTooManyCharts(controller, MAX_CHARTS);
    }

    /// @dev No branch for a number that isn't there: callers have checked `isController`.
    function _removeChart(address controller, uint32 patient) private {
        uint256 charts = _charts[controller];
        uint256 shift = 0;
        // Narrowing on purpose: one lane.
        while (uint32(charts >> shift) != patient) shift += 32;
        _charts[controller] = charts ^ (uint256(patient) << shift);
    }

    /// @dev Where all places are taken, one whose date has passed makes room.
    function _listDelegate(uint32 patient, address delegate) private {
        address[] storage accounts = _delegates[patient];
        if (accounts.length == MAX_DELEGATES) _removeEndedDelegate(patient, accounts);
        accounts.push(delegate);
    }

    function _removeEndedDelegate(uint32 patient, address[] storage accounts) private {
        for (uint256 i = 0; i < MAX_DELEGATES; ++i) {
            address account = accounts[i];
            if (!_isLive(_delegations[patient][account])) {
                _removeDelegate(patient, account);
                return;
            }
        }
        revert PatientsTooManyDelegates(patient, MAX_DELEGATES);
    }

    /// @dev At most MAX_DELEGATES steps. Every caller has checked that the delegate is listed.
    function _removeDelegate(uint32 patient, address delegate) private {
        address[] storage accounts = _delegates[patient];
        uint256 index = 0;
        while (accounts[index] != delegate) ++index;
        accounts[index] = accounts[accounts.length - 1];
        accounts.pop();
        delete _delegations[patient][delegate];
        emit PatientDelegateRemoved(patient, delegate, _msgSender());
    }

    function _requireController(uint32 patient) private view returns (address caller) {
        caller = _msgSender();
        if (!isController(patient, caller)) revert PatientsNotController(patient, caller);
    }

    function _isLive(Delegation memory delegation) private view returns (bool) {
        return block.timestamp < delegation.until;
    }

    function _readWord(uint32 patient) private view returns (uint256 word) {
        word = _words[patient];
        if (word == 0) revert PatientsUnknown(patient);
    }

    function _patient(uint32 patient, uint256 word) private view returns (Patient memory) {
        return
            Patient({
                patientId: _patientIdOf(patient, word),
                keyDocument: _keyDocuments[patient],
                // Narrowing on purpose: the key version is the low 16 bits.
                keyVersion: uint16(word)
            });
    }

    function _wordOf(bytes32 patientId, uint16 keyVersion) private pure returns (uint256) {
        return (uint256(patientId) & ~uint256(type(uint32).max)) | keyVersion;
    }

    function _patientIdOf(uint32 patient, uint256 word) private pure returns (bytes32) {
        return bytes32((word & ~uint256(type(uint32).max)) | patient);
    }
}
