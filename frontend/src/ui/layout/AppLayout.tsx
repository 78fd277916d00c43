import { ActionIcon } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import { BrandMark } from "../icon/BrandMark.tsx";
import { Icon, type IconName } from "../icon/Icon.tsx";
import classes from "./AppLayout.module.css";

export interface NavigationItem {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
  /** How many things wait there; 0 or nothing shows no badge. */
  readonly waiting?: number | undefined;
}

export interface Identity {
  readonly name: string;
  /** "Patient", "Doctor"... */
  readonly role: string;
  readonly icon?: IconName | undefined;
}

export interface ChainChip {
  readonly name: string;
  /** Real money and real records, or a place to try things out. */
  readonly kind: "real" | "test" | "wrong";
}

export interface AppLayoutProps {
  /** Three to five places. */
  navigation: readonly NavigationItem[];
  identity?: Identity | undefined;
  /** Where a tap on who you are leads. */
  identityTo?: string | undefined;
  chain?: ChainChip | undefined;
  onLock?: (() => void) | undefined;
  /** A line across the top for something that holds everywhere: offline, wrong chain. */
  banner?: ReactNode;
  /** "bare" shows neither navigation nor who you are. */
  frame?: "bare" | "app";
  children: ReactNode;
}

/**
 * The frame around every page. Phone: slim header, bottom navigation. From 62em: one side column.
 * The document is read as skip link, header, navigation, main, whatever the width.
 */
export function AppLayout({
  navigation,
  identity,
  identityTo = "/more",
  chain,
  onLock,
  banner,
  frame = "app",
  children,
}: AppLayoutProps) {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const bare = frame === "bare" || navigation.length === 0;
  return (
    <div className={classes.layout} data-bare={bare || undefined}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        {t("ui.layout.skip")}
      </button>
      <div className={classes.side}>
        <header className={classes.header}>
          <Link to="/" className={classes.brand} aria-label={t("ui.layout.home")}>
            <BrandMark />
            <span className={classes.brandName}>{t("ui.appName")}</span>
          </Link>
          {identity !== undefined && !bare && (
            <Link to={identityTo} className={classes.identity}>
              <span className={classes.avatar}>
                <Icon name={identity.icon ?? "person"} size={1.25} />
              </span>
              <span className={classes.who}>
                <bdi className={classes.name}>{identity.name}</bdi>
                <span className={classes.role}>{identity.role}</span>
              </span>
            </Link>
          )}
          <div className={classes.tools}>
            {chain !== undefined && <ChainTag chain={chain} />}
            {onLock !== undefined && !bare && (
              <ActionIcon
                onClick={onLock}
                aria-label={t("ui.layout.lock")}
                className={classes.lock ?? ""}
              >
                <Icon name="lock" />
                <span className={classes.lockText}>{t("ui.layout.lock")}</span>
              </ActionIcon>
            )}
          </div>
        </header>
        {!bare && (
          <nav className={classes.navigation} aria-label={t("ui.layout.navigation")}>
            <ul>
              {navigation.map((item) => (
                <li key={item.to}>
                  <NavLink to={item.to} className={classes.place ?? ""}>
                    <span className={classes.placeIcon}>
                      <Icon name={item.icon} />
                      {item.waiting !== undefined && item.waiting > 0 && (
                        <span className={classes.badge}>
                          {item.waiting > 99 ? "99+" : item.waiting}
                          <span className="hr-visually-hidden"> {t("ui.layout.waiting")}</span>
                        </span>
                      )}
                    </span>
                    <span>{item.label}</span>
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
      <div className={classes.content}>
        {banner}
        <main ref={main} tabIndex={-1} className={classes.main} id="main">
          {children}
        </main>
      </div>
    </div>
  );
}

function ChainTag({ chain }: { chain: ChainChip }) {
  const { t } = useTranslation();
  return (
    <span className={classes.chain} data-kind={chain.kind}>
      <span className={classes.chainDot} aria-hidden="true" />
      <span className="hr-visually-hidden">{t(`ui.layout.chain.${chain.kind}`)}: </span>
      {chain.name}
    </span>
  );
}
