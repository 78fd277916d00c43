import { Button } from "@mantine/core";
import { QRCodeSVG } from "qrcode.react";
import { useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { formatDate } from "../facts/formatDate.ts";
import { Notice } from "../feedback/Notice.tsx";
import { Icon } from "../icon/Icon.tsx";
import { Actions } from "../layout/Actions.tsx";
import { Stack } from "../layout/Stack.tsx";
import classes from "./SecretWords.module.css";

export interface SecretWordsProps {
  words: readonly string[];
  /** What the sheet's QR code holds. */
  qrValue: string;
  /** Whose sheet it is, printed at its top. Never a national id. */
  owner?: string | undefined;
  madeOn: Date;
  /** Told once the person has opened the print dialogue. */
  onPrinted?: (() => void) | undefined;
}

/**
 * The recovery words, hidden until asked for, and the sheet to print. The printed page holds the
 * sheet and nothing else (global.css, `hr-print-only`); the QR code exists on paper only, so that
 * a photo over the shoulder of an unshown screen catches nothing.
 */
export function SecretWords({ words, qrValue, owner, madeOn, onPrinted }: SecretWordsProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const print = () => {
    window.print();
    onPrinted?.();
  };
  return (
    <Stack gap="normal">
      {shown ? (
        <ol className={classes.words} aria-label={t("ui.words.listLabel")}>
          {words.map((word, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: words may repeat; their place names them.
            <li key={index}>
              <span className={classes.number}>{index + 1}</span>
              <span translate="no">{word}</span>
            </li>
          ))}
        </ol>
      ) : (
        <Notice>{t("ui.words.hidden")}</Notice>
      )}
      <Actions>
        <Button variant="default" onClick={print} leftSection={<Icon name="print" />}>
          {t("ui.words.print")}
        </Button>
        <Button
          variant="default"
          onClick={() => setShown(!shown)}
          leftSection={<Icon name={shown ? "eyeOff" : "eye"} />}
        >
          {shown ? t("ui.words.hide") : t("ui.words.show")}
        </Button>
      </Actions>
      {createPortal(
        <RecoverySheet words={words} qrValue={qrValue} owner={owner} madeOn={madeOn} />,
        document.body,
      )}
    </Stack>
  );
}

function RecoverySheet({ words, qrValue, owner, madeOn }: SecretWordsProps) {
  const { t, i18n } = useTranslation();
  const date = formatDate(madeOn, { language: i18n.language, now: madeOn });
  return (
    <div className={`hr-print-only ${classes.sheet}`} aria-hidden="true">
      <h1>
        {t("ui.appName")}: {t("ui.words.sheetTitle")}
      </h1>
      <p>
        {owner !== undefined && (
          <>
            <strong>
              <bdi>{owner}</bdi>
            </strong>
            {" · "}
          </>
        )}
        {t("ui.words.sheetDate", { date })}
      </p>
      <p>{t("ui.words.sheetWhat")}</p>
      <p>
        <strong>{t("ui.words.sheetWarning")}</strong>
      </p>
      <ol className={classes.sheetWords}>
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: words may repeat; their place names them.
          <li key={index}>
            <span>{index + 1}</span>
            {word}
          </li>
        ))}
      </ol>
      <div className={classes.sheetFoot}>
        <QRCodeSVG value={qrValue} level="Q" marginSize={4} size={180} />
        <div>
          <p>
            <strong>{t("ui.words.sheetQr")}</strong>
          </p>
          <p>{t("ui.words.sheetHow")}</p>
        </div>
      </div>
    </div>
  );
}
