import { Button } from "@mantine/core";
import { QRCodeSVG } from "qrcode.react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Details } from "../facts/Details.tsx";
import { useCopy } from "../hooks/useCopy.ts";
import { Icon } from "../icon/Icon.tsx";
import classes from "./QrCard.module.css";

export interface QrCardProps {
  /** The link that the code holds. */
  value: string;
  /** "your chart", "Dr. Okoro": for the text alternative. */
  what: string;
  /** Under the code; "Hold this screen in front of..." when nothing is given. */
  hint?: ReactNode;
  /** The technical facts, under the fold, besides the link itself. */
  details?: ReactNode;
}

/** A code to be scanned: black on white with its quiet zone in both colour schemes. */
export function QrCard({ value, what, hint, details }: QrCardProps) {
  const { t } = useTranslation();
  const { state, copy } = useCopy();
  return (
    <div className={classes.card}>
      <div className={classes.code}>
        <QRCodeSVG
          value={value}
          level="M"
          marginSize={4}
          size={320}
          bgColor="#ffffff"
          fgColor="#000000"
          title={t("ui.qr.alt", { what })}
          role="img"
        />
      </div>
      <p className={classes.hint}>{hint ?? t("ui.qr.hint")}</p>
      <Button
        variant="default"
        leftSection={<Icon name={state === "copied" ? "check" : "copy"} />}
        onClick={() => void copy(value)}
      >
        {state === "copied" ? t("ui.copy.done") : t("ui.qr.copyLink")}
      </Button>
      <span role="status" className={state === "refused" ? classes.hint : "hr-visually-hidden"}>
        {state === "copied" && t("ui.copy.done")}
        {state === "refused" && t("ui.copy.refused")}
      </span>
      <div className={classes.details}>
        <Details summary={t("ui.qr.asText")}>
          <code className={classes.link}>{value}</code>
          {details}
        </Details>
      </div>
    </div>
  );
}
