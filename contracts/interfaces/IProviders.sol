// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Providers: who is verified to take part
/// @notice Doctors, hospitals, laboratories, pharmacies, organizations and researchers apply here;
/// their authority verifies them until a date, and can suspend or revoke that at once. Storage
/// operators are verified the same way but can never be granted access to a chart.
/// @dev A provider is keyed by its number; its wallet can be replaced. What is verified is the
/// tuple (wallet, kind, profile digest): when one of them changes, the provider is unverified
/// until its authority confirms it. Each event carries the block of the provider's previous one,
/// so that a client walks back from `lastEventBlock` without scanning the chain.
interface IProviders {
    enum Kind {
        None,
        Doctor,
        Hospital,
        Laboratory,
        Pharmacy,
        Organization,
        Researcher,
        StorageOperator
    }

    enum Status {
        /// No such provider.
        None,
        /// Applied, or changed what had been verified; waits for its authority.
        Applied,
        /// Verified, until `verifiedUntil`.
        Verified,
        /// Verified, and suspended by its authority.
        Suspended,
        /// Revoked for good; a new application is possible from the same wallet.
        Revoked
    }

    /// @notice One provider.
    struct Provider {
        address wallet;
        Kind kind;
        Status status;
        /// ISO 3166-1 numeric.
        uint16 jurisdiction;
        uint16 keyVersion;
        /// Unix seconds; verification ends by itself at this time. A suspension keeps it; 0 when
        /// never verified, changed since, or revoked.
        uint40 verifiedUntil;
        uint32 authority;
        /// True exactly when verified, not suspended and not past `verifiedUntil`.
        bool verifiedNow;
        /// SHA-256 of the public profile on IPFS.
        bytes32 profile;
        /// SHA-256 of the key document on IPFS.
        bytes32 keyDocument;
        /// SHA-256 of the evidence on IPFS, sealed to the authority.
        bytes32 evidence;
        uint40 lastEventBlock;
    }

    /// @notice Somebody applied to be verified.
    event ProviderApplied(
        uint32 indexed provider,
        uint32 indexed authority,
        address indexed wallet,
        Kind kind,
        bytes32 profile,
        bytes32 keyDocument,
        bytes32 evidence,
        uint40 previousBlock
    );
    /// @notice The authority verified a provider, until a date.
    event ProviderVerified(
        uint32 indexed provider,
        uint32 indexed authority,
        bytes32 profile,
        uint40 until,
        uint40 previousBlock
    );
    /// @notice All access of this provider ended, until it is reinstated.
    event ProviderSuspended(
        uint32 indexed provider,
        uint32 indexed authority,
        uint40 previousBlock
    );
    /// @notice A suspended provider is verified again.
    event ProviderReinstated(
        uint32 indexed provider,
        uint32 indexed authority,
        uint40 previousBlock
    );
    /// @notice All access of this provider ended for good.
    event ProviderRevoked(uint32 indexed provider, uint32 indexed authority, uint40 previousBlock);
    /// @notice Another authority answers for this provider now.
    event ProviderTakenOver(
        uint32 indexed provider,
        uint32 indexed from,
        uint32 indexed to,
        uint40 previousBlock
    );
    /// @notice A provider changed its profile and waits for its authority to confirm it.
    event ProviderProfileReplaced(
        uint32 indexed provider,
        bytes32 previous,
        bytes32 current,
        bytes32 evidence,
        uint40 previousBlock
    );
    /// @notice A provider's public keys were replaced.
    event ProviderKeyDocumentReplaced(
        uint32 indexed provider,
        uint16 version,
        bytes32 previous,
        bytes32 current,
        uint40 previousBlock
    );
    /// @notice A wallet replacement was started: by the provider itself (`readyAt` 0: the new
    /// wallet has only to accept), or by its authority (possible from `readyAt` on).
    event ProviderWalletReplacementStarted(
        uint32 indexed provider,
        address indexed to,
        uint40 readyAt,
        uint40 previousBlock
    );
    /// @notice A wallet replacement was stopped.
    event ProviderWalletReplacementCancelled(uint32 indexed provider, uint40 previousBlock);
    /// @notice A provider acts through another wallet now.
    event ProviderWalletReplaced(
        uint32 indexed provider,
        address indexed previous,
        address indexed current,
        uint40 previousBlock
    );

    error ProvidersUnknown(uint32 provider);
    error ProvidersNotProvider(uint32 provider, address caller);
    error ProvidersNotAuthority(uint32 provider, uint32 authority, address caller);
    error ProvidersAuthorityStillActive(uint32 provider, uint32 authority);
    error ProvidersOtherJurisdiction(uint32 provider, uint16 expected, uint16 actual);
    error ProvidersInvalidAuthority(uint32 authority);
    error ProvidersInvalidKind(Kind kind);
    error ProvidersInvalidWallet(address wallet);
    error ProvidersInvalidUntil(uint40 until);
    error ProvidersEmptyDigest();
    error ProvidersWalletTaken(address wallet, uint32 provider);
    error ProvidersStatus(uint32 provider, Status status);
    error ProvidersTupleMismatch(uint32 provider);
    error ProvidersDigestMismatch(uint32 provider, bytes32 expected, bytes32 actual);
    error ProvidersAlreadySet(uint32 provider);
    error ProvidersKeyVersionExhausted(uint32 provider);
    error ProvidersNoWalletReplacement(uint32 provider, address caller);
    error ProvidersTooEarly(uint32 provider, uint40 readyAt);
    error ProvidersInvalidCursor(uint32 authority, uint32 cursor);
    error ProvidersPageTooLarge(uint256 limit, uint256 maximum);

    /// @notice Seconds that a wallet replacement by an authority waits, so that the provider can
    /// object.
    function WALLET_REPLACEMENT_DELAY() external view returns (uint40); // solhint-disable-line func-name-mixedcase

    /// @notice Applies for verification by an authority.
    /// @param evidence SHA-256 of the evidence on IPFS, sealed to the authority's identity.
    function applyForVerification(
        Kind kind,
        uint32 authority,
        bytes32 profile,
        bytes32 keyDocument,
        bytes32 evidence
    ) external returns (uint32 provider);

    /// @notice Replaces the public profile. Unverified until the authority confirms it.
    function replaceProfile(
        uint32 provider,
        bytes32 expected,
        bytes32 next,
        bytes32 evidence
    ) external;

    /// @notice Replaces the key document by compare-and-set and raises its version. Stays
    /// verified; patients' apps show the new keys before they seal to them.
    function replaceKeyDocument(uint32 provider, bytes32 expected, bytes32 next) external;

    /// @notice The authority verifies exactly what it names, until a date; also confirms changes
    /// and prolongs. A suspended provider must be reinstated instead.
    function verify(
        uint32 provider,
        address wallet,
        Kind kind,
        bytes32 profile,
        uint40 until
    ) external;

    /// @notice Ends all access of this provider at once, until reinstated.
    function suspend(uint32 provider) external;
    /// @notice Ends a suspension; the date of the verification stays.
    function reinstate(uint32 provider) external;
    /// @notice Ends it for good and frees the wallet.
    function revoke(uint32 provider) external;
    /// @notice Takes over a provider whose authority was removed. Same jurisdiction only.
    function takeOver(uint32 provider, uint32 authority) external;

    /// @notice The provider moves to another wallet, which must accept.
    function startWalletReplacement(uint32 provider, address to) external;
    /// @notice The authority moves a provider that lost its wallet; possible after the delay.
    function startWalletReplacementByAuthority(uint32 provider, address to) external;
    /// @notice The provider (or its authority) stops a replacement.
    /// @dev Also while suspended: an authority can't silence the objection first. Where a stolen
    /// wallet objects for ever, revoke the provider and let it apply again.
    function cancelWalletReplacement(uint32 provider) external;
    /// @notice The new wallet accepts. Verification is of the wallet, so after a replacement by
    /// the provider itself it waits for its authority's confirmation; after one by the authority,
    /// which named the wallet itself, it stays what it was. Keys don't change with the wallet.
    function acceptWalletReplacement(uint32 provider) external;

    /// @notice One provider; reverts if there is none.
    function providerByNumber(uint32 provider) external view returns (Provider memory);
    /// @notice The provider with this wallet; zero if none.
    function numberOf(address wallet) external view returns (uint32);
    /// @notice Verified, not suspended, not past its date, right now.
    function isVerified(uint32 provider) external view returns (bool);
    /// @notice What other contracts check, in one word read: whether verified right now, with
    /// which wallet, kind and key version. All zero for an unknown provider.
    function standing(
        uint32 provider
    ) external view returns (bool verifiedNow, address wallet, Kind kind, uint16 keyVersion);
    /// @notice The pending wallet replacement; zeros if none.
    function walletReplacementOf(
        uint32 provider
    ) external view returns (address to, uint40 readyAt, bool byAuthority);
    /// @notice How many ever applied; numbers run from 1 to this.
    function count() external view returns (uint32);
    /// @notice A page of an authority's providers from its own list, newest first (by application,
    /// or by when it took them over).
    /// @param cursor 0 for the newest; else the last number of the previous page.
    function providersOf(
        uint32 authority,
        uint32 cursor,
        uint256 limit
    ) external view returns (uint32[] memory numbers, Provider[] memory page);
}
