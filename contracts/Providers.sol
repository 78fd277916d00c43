// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuthorities} from "./interfaces/IAuthorities.sol";
import {IProviders} from "./interfaces/IProviders.sol";

/// @title Providers
/// @notice Who is verified to take part, by whom, and until when.
/// @dev What other contracts ask (`standing`) is one slot; everything else of a provider is kept
/// apart from it.
contract Providers is IProviders {
    /// @dev What every check reads. One slot, 248 bits.
    struct Standing {
        address wallet;
        Kind kind;
        Status status;
        uint16 jurisdiction;
        uint16 keyVersion;
        uint40 verifiedUntil;
    }

    /// @dev Where a provider stands in its authority's list, and its last event. One slot.
    struct Place {
        uint32 authority;
        /// The neighbours in the authority's list; 0 at its ends.
        uint32 newer;
        uint32 older;
        uint40 lastEventBlock;
    }

    struct Documents {
        bytes32 profile;
        bytes32 keyDocument;
        bytes32 evidence;
    }

    /// @dev One slot.
    struct WalletReplacement {
        address to;
        uint40 readyAt;
        bool byAuthority;
    }

    uint256 private constant MAX_PAGE = 500;

    IAuthorities private immutable _authorities;
    /// @inheritdoc IProviders
    uint40 public immutable WALLET_REPLACEMENT_DELAY; // solhint-disable-line immutable-vars-naming

    /// @inheritdoc IProviders
    uint32 public count;

    mapping(uint32 provider => Standing standing) private _standings;
    mapping(uint32 provider => Place place) private _places;
    mapping(uint32 provider => Documents documents) private _documents;
    mapping(uint32 provider => WalletReplacement replacement) private _replacements;
    /// @dev A revoked provider frees its wallet.
    mapping(address wallet => uint32 provider) private _numbers;
    mapping(uint32 authority => uint32 newest) private _newestOf;

    /// @notice Deployed after the authorities, whose word counts here.
    /// @param authorities Who verifies.
    /// @param walletReplacementDelay Seconds; see WALLET_REPLACEMENT_DELAY.
    constructor(IAuthorities authorities, uint40 walletReplacementDelay) {
        _authorities = authorities;
        WALLET_REPLACEMENT_DELAY = walletReplacementDelay;
    }

    /// @inheritdoc IProviders
    function applyForVerification(
        Kind kind,
        uint32 authority,
        bytes32 profile,
        bytes32 keyDocument,
        bytes32 evidence
    ) external returns (uint32 provider) {
        if (kind == Kind.None) revert ProvidersInvalidKind(kind);
        if (profile == 0 || keyDocument == 0 || evidence == 0) revert ProvidersEmptyDigest();
        _requireFreeWallet(msg.sender);
        if (!_authorities.isActive(authority)) revert ProvidersInvalidAuthority(authority);

        provider = ++count;
        _standings[provider] = Standing({
            wallet: msg.sender,
            kind: kind,
            status: Status.Applied,
            jurisdiction: _authorities.authorityByNumber(authority).jurisdiction,
            keyVersion: 1,
            verifiedUntil: 0
        });
        _documents[provider] = Documents(profile, keyDocument, evidence);
        _numbers[msg.sender] = provider;
        _list(provider, authority);
        emit ProviderApplied(
            provider,
            authority,
            msg.sender,
            kind,
            profile,
            keyDocument,
            evidence,
            _touch(provider)
        );
    }

    /// @inheritdoc IProviders
    function replaceProfile(
        uint32 provider,
        bytes32 expected,
        bytes32 next,
        bytes32 evidence
    ) external {
        Standing storage standing_ = _requireProvider(provider);
        _requireStatus(provider, standing_, Status.Applied, Status.Verified);
        Documents storage documents = _documents[provider];
        bytes32 current = documents.profile;
        if (current != expected) revert ProvidersDigestMismatch(provider, expected, current);
        if (next == 0 || evidence == 0) revert ProvidersEmptyDigest();
        if (next == current) revert ProvidersAlreadySet(provider);

        documents.profile = next;
        documents.evidence = evidence;
        _unverify(standing_);
        emit ProviderProfileReplaced(provider, current, next, evidence, _touch(provider));
    }

    /// @inheritdoc IProviders
    function replaceKeyDocument(uint32 provider, bytes32 expected, bytes32 next) external {
        Standing storage standing_ = _requireProvider(provider);
        Documents storage documents = _documents[provider];
        bytes32 current = documents.keyDocument;
        if (current != expected) revert ProvidersDigestMismatch(provider, expected, current);
        if (next == 0) revert ProvidersEmptyDigest();
        if (next == current) revert ProvidersAlreadySet(provider);
        uint16 version = standing_.keyVersion;
        if (version == type(uint16).max) revert ProvidersKeyVersionExhausted(provider);

        documents.keyDocument = next;
        standing_.keyVersion = ++version;
        emit ProviderKeyDocumentReplaced(provider, version, current, next, _touch(provider));
    }

    /// @inheritdoc IProviders
    function verify(
        uint32 provider,
        address wallet,
        Kind kind,
        bytes32 profile,
        uint40 until
    ) external {
        (Standing storage standing_, uint32 authority) = _requireAuthority(provider);
        _requireStatus(provider, standing_, Status.Applied, Status.Verified);
        if (
            standing_.wallet != wallet ||
            standing_.kind != kind ||
            _documents[provider].profile != profile
        ) revert ProvidersTupleMismatch(provider);
        if (until <= block.timestamp) revert ProvidersInvalidUntil(until);

        standing_.status = Status.Verified;
        standing_.verifiedUntil = until;
        emit ProviderVerified(provider, authority, profile, until, _touch(provider));
    }

    /// @inheritdoc IProviders
    function suspend(uint32 provider) external {
        (Standing storage standing_, uint32 authority) = _requireAuthority(provider);
        _requireStatus(provider, standing_, Status.Verified, Status.Verified);

        standing_.status = Status.Suspended;
        emit ProviderSuspended(provider, authority, _touch(provider));
    }

    /// @inheritdoc IProviders
    function reinstate(uint32 provider) external {
        (Standing storage standing_, uint32 authority) = _requireAuthority(provider);
        _requireStatus(provider, standing_, Status.Suspended, Status.Suspended);

        standing_.status = Status.Verified;
        emit ProviderReinstated(provider, authority, _touch(provider));
    }

    /// @inheritdoc IProviders
    function revoke(uint32 provider) external {
        (Standing storage standing_, uint32 authority) = _requireAuthority(provider);

        // The wallet stays in the record, as history; it is free for a new application.
        standing_.status = Status.Revoked;
        standing_.verifiedUntil = 0;
        delete _numbers[standing_.wallet];
        delete _replacements[provider];
        emit ProviderRevoked(provider, authority, _touch(provider));
    }

    /// @inheritdoc IProviders
    function takeOver(uint32 provider, uint32 authority) external {
        Standing storage standing_ = _readUnrevoked(provider);
        if (!_authorities.isActingAs(authority, msg.sender)) {
            revert ProvidersNotAuthority(provider, authority, msg.sender);
        }
        uint32 from = _places[provider].authority;
        if (_authorities.isActive(from)) revert ProvidersAuthorityStillActive(provider, from);
        uint16 jurisdiction = _authorities.authorityByNumber(authority).jurisdiction;
        if (jurisdiction != standing_.jurisdiction) {
            revert ProvidersOtherJurisdiction(provider, standing_.jurisdiction, jurisdiction);
        }

        _unlist(provider);
        _list(provider, authority);
        emit ProviderTakenOver(provider, from, authority, _touch(provider));
    }

    /// @inheritdoc IProviders
    function startWalletReplacement(uint32 provider, address to) external {
        Standing storage standing_ = _requireProvider(provider);
        _requireStatus(provider, standing_, Status.Applied, Status.Verified);

        _startWalletReplacement(provider, to, 0, false);
    }

    /// @inheritdoc IProviders
    function startWalletReplacementByAuthority(uint32 provider, address to) external {
        _requireAuthority(provider);

        // Narrowing is safe for 34,000 years.
        uint40 readyAt = uint40(block.timestamp) + WALLET_REPLACEMENT_DELAY;
        _startWalletReplacement(provider, to, readyAt, true);
    }

    /// @inheritdoc IProviders
    function cancelWalletReplacement(uint32 provider) external {
        Standing storage standing_ = _readUnrevoked(provider);
        if (
            standing_.wallet != msg.sender &&
            !_authorities.isActingAs(_places[provider].authority, msg.sender)
        ) revert ProvidersNotProvider(provider, msg.sender);
        if (_replacements[provider].to == address(0)) {
            revert ProvidersNoWalletReplacement(provider, msg.sender);
        }

        delete _replacements[provider];
        emit ProviderWalletReplacementCancelled(provider, _touch(provider));
    }

    /// @inheritdoc IProviders
    function acceptWalletReplacement(uint32 provider) external {
        Standing storage standing_ = _readUnrevoked(provider);
        WalletReplacement memory replacement = _replacements[provider];
        if (replacement.to != msg.sender) {
            revert ProvidersNoWalletReplacement(provider, msg.sender);
        }
        if (block.timestamp < replacement.readyAt) {
            revert ProvidersTooEarly(provider, replacement.readyAt);
        }
        // Again: the wallet may have applied for itself since the start.
        _requireFreeWallet(msg.sender);
        // A provider suspended since the start can't shed that by its own replacement. One by the
        // authority keeps the status: the authority itself named the wallet.
        if (!replacement.byAuthority) {
            _requireStatus(provider, standing_, Status.Applied, Status.Verified);
            _unverify(standing_);
        }

        address previous = standing_.wallet;
        delete _numbers[previous];
        _numbers[msg.sender] = provider;
        standing_.wallet = msg.sender;
        delete _replacements[provider];
        emit ProviderWalletReplaced(provider, previous, msg.sender, _touch(provider));
    }

    /// @inheritdoc IProviders
    function providerByNumber(uint32 provider) external view returns (Provider memory) {
        if (_standings[provider].status == Status.None) revert ProvidersUnknown(provider);
        return _provider(provider);
    }

    /// @inheritdoc IProviders
    function numberOf(address wallet) external view returns (uint32) {
        return _numbers[wallet];
    }

    /// @inheritdoc IProviders
    function isVerified(uint32 provider) external view returns (bool) {
        return _isVerified(_standings[provider]);
    }

    /// @inheritdoc IProviders
    function standing(
        uint32 provider
    ) external view returns (bool verifiedNow, address wallet, Kind kind, uint16 keyVersion) {
        Standing memory standing_ = _standings[provider];
        return (_isVerified(standing_), standing_.wallet, standing_.kind, standing_.keyVersion);
    }

    /// @inheritdoc IProviders
    function walletReplacementOf(
        uint32 provider
    ) external view returns (address to, uint40 readyAt, bool byAuthority) {
        WalletReplacement memory replacement = _replacements[provider];
        return (replacement.to, replacement.readyAt, replacement.byAuthority);
    }

    /// @inheritdoc IProviders
    function providersOf(
        uint32 authority,
        uint32 cursor,
        uint256 limit
    ) external view returns (uint32[] memory numbers, Provider[] memory page) {
        if (limit > MAX_PAGE) revert ProvidersPageTooLarge(limit, MAX_PAGE);
        uint32 first = _newestOf[authority];
        if (cursor != 0) {
            // A cursor that was taken over since would lead into another authority's list.
            if (_places[cursor].authority != authority) {
                revert ProvidersInvalidCursor(authority, cursor);
            }
            first = _places[cursor].older;
        }
        uint256 length = 0;
        for (uint32 next = first; next != 0 && length < limit; next = _places[next].older) ++length;
        numbers = new uint32[](length);
        page = new Provider[](length);
        uint32 number = first;
        for (uint256 i = 0; i < length; ++i) {
            numbers[i] = number;
            page[i] = _provider(number);
            number = _places[number].older;
        }
    }

    function _startWalletReplacement(
        uint32 provider,
        address to,
        uint40 readyAt,
        bool byAuthority
    ) private {
        _requireFreeWallet(to);
        WalletReplacement memory pending = _replacements[provider];
        if (pending.to == to && pending.byAuthority == byAuthority) {
            revert ProvidersAlreadySet(provider);
        }

        _replacements[provider] = WalletReplacement(to, readyAt, byAuthority);
        emit ProviderWalletReplacementStarted(provider, to, readyAt, _touch(provider));
    }

    /// @dev What had been verified has changed: the authority has to look again.
    function _unverify(Standing storage standing_) private {
        standing_.status = Status.Applied;
        standing_.verifiedUntil = 0;
    }

    /// @dev Puts a provider at the newest end of an authority's list.
    function _list(uint32 provider, uint32 authority) private {
        uint32 newest = _newestOf[authority];
        Place storage place = _places[provider];
        place.authority = authority;
        place.newer = 0;
        place.older = newest;
        if (newest != 0) _places[newest].newer = provider;
        _newestOf[authority] = provider;
    }

    function _unlist(uint32 provider) private {
        Place memory place = _places[provider];
        if (place.newer == 0) _newestOf[place.authority] = place.older;
        else _places[place.newer].older = place.older;
        if (place.older != 0) _places[place.older].newer = place.newer;
    }

    /// @dev Notes the block of the event about to be emitted and returns that of the one before.
    function _touch(uint32 provider) private returns (uint40 previousBlock) {
        Place storage place = _places[provider];
        previousBlock = place.lastEventBlock;
        // Narrowing is safe: a trillion blocks.
        place.lastEventBlock = uint40(block.number);
    }

    function _requireProvider(uint32 provider) private view returns (Standing storage standing_) {
        standing_ = _readUnrevoked(provider);
        if (standing_.wallet != msg.sender) revert ProvidersNotProvider(provider, msg.sender);
    }

    function _requireAuthority(
        uint32 provider
    ) private view returns (Standing storage standing_, uint32 authority) {
        standing_ = _readUnrevoked(provider);
        authority = _places[provider].authority;
        if (!_authorities.isActingAs(authority, msg.sender)) {
            revert ProvidersNotAuthority(provider, authority, msg.sender);
        }
    }

    /// @dev A revoked provider is history: nothing about it changes any more.
    function _readUnrevoked(uint32 provider) private view returns (Standing storage standing_) {
        standing_ = _standings[provider];
        if (standing_.status == Status.None) revert ProvidersUnknown(provider);
        if (standing_.status == Status.Revoked) revert ProvidersStatus(provider, Status.Revoked);
    }

    function _requireStatus(
        uint32 provider,
        Standing storage standing_,
        Status either,
        Status or_
    ) private view {
        Status status = standing_.status;
        if (status != either && status != or_) revert ProvidersStatus(provider, status);
    }

    function _requireFreeWallet(address wallet) private view {
        if (wallet == address(0)) revert ProvidersInvalidWallet(wallet);
        uint32 holder = _numbers[wallet];
        if (holder != 0) revert ProvidersWalletTaken(wallet, holder);
    }

    function _isVerified(Standing memory standing_) private view returns (bool) {
        return standing_.status == Status.Verified && block.timestamp < standing_.verifiedUntil;
    }

    function _provider(uint32 provider) private view returns (Provider memory) {
        Standing memory standing_ = _standings[provider];
        Place memory place = _places[provider];
        Documents memory documents = _documents[provider];
        return
            Provider({
                wallet: standing_.wallet,
                kind: standing_.kind,
                status: standing_.status,
                jurisdiction: standing_.jurisdiction,
                keyVersion: standing_.keyVersion,
                verifiedUntil: standing_.verifiedUntil,
                authority: place.authority,
                verifiedNow: _isVerified(standing_),
                profile: documents.profile,
                keyDocument: documents.keyDocument,
                evidence: documents.evidence,
                lastEventBlock: place.lastEventBlock
            });
    }
}
