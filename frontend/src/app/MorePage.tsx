import { useTranslation } from "react-i18next";
import type { IconName } from "../ui/icon/Icon.tsx";
import { ListGroup } from "../ui/layout/ListGroup.tsx";
import { ListRow } from "../ui/layout/ListRow.tsx";
import { PageHeader } from "../ui/layout/PageHeader.tsx";
import type { Role } from "./navigation.ts";
import { useShellState } from "./shellState.ts";

interface Place {
  readonly key:
    | "trace"
    | "access"
    | "delegates"
    | "code"
    | "me"
    | "receipts"
    | "recovery"
    | "pay"
    | "settings"
    | "about";
  readonly to: string;
  readonly icon: IconName;
}

const settings: Place = { key: "settings", to: "/settings", icon: "settings" };
const pay: Place = { key: "pay", to: "/pay", icon: "wallet" };
const me: Place = { key: "me", to: "/me", icon: "verified" };
const receipts: Place = { key: "receipts", to: "/receipts", icon: "trace" };
const about: Place = { key: "about", to: "/about", icon: "info" };

const places: Record<Role, readonly Place[]> = {
  visitor: [settings, about],
  patient: [
    { key: "trace", to: "/trace", icon: "trace" },
    { key: "access", to: "/share/access", icon: "people" },
    { key: "delegates", to: "/delegates", icon: "person" },
    { key: "code", to: "/code", icon: "qr" },
    { key: "recovery", to: "/recovery", icon: "key" },
    pay,
    settings,
    about,
  ],
  provider: [me, receipts, pay, settings, about],
  hospital: [me, { key: "code", to: "/code", icon: "qr" }, receipts, pay, settings, about],
  authority: [pay, settings, about],
};

export function MorePage() {
  const { t } = useTranslation();
  const { role, acting } = useShellState();
  // Who acts for a patient lets nobody else act, and has no recovery sheet of this chart.
  const isAllowed = ({ key }: Place) =>
    acting === undefined || (key !== "delegates" && (key !== "recovery" || acting.holdsMainKeys));
  return (
    <>
      <PageHeader title={t("app.more.title")} />
      <ListGroup>
        {places[role].filter(isAllowed).map(({ key, to, icon }) => (
          <ListRow
            key={key}
            to={to}
            icon={icon}
            title={t(`app.more.${key}`)}
            meta={t(`app.more.${key}Hint`)}
          />
        ))}
      </ListGroup>
    </>
  );
}
