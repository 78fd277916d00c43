import { Button, Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Details } from "../facts/Details.tsx";
import { ErrorPanel } from "../feedback/ErrorPanel.tsx";
import { type ErrorFacts, errorFacts } from "../feedback/errorFacts.ts";
import { Notice } from "../feedback/Notice.tsx";
import { useCopy } from "../hooks/useCopy.ts";
import { Icon } from "../icon/Icon.tsx";
import { Actions } from "../layout/Actions.tsx";
import { Stack } from "../layout/Stack.tsx";

export interface SponsorFoldProps {
  walletName: string;
  /** Asks the wallet for a signature, which costs nothing; gives the text to hand over. */
  onSign: (signal: AbortSignal) => Promise<string>;
}

type Signing =
  | { readonly state: "idle" | "waiting" | "rejected" }
  | { readonly state: "done"; readonly text: string }
  | { readonly state: "failed"; readonly error: ErrorFacts };

/** Instead of confirming: sign, and let somebody else send it and pay the fee. */
export function SponsorFold({ walletName, onSign }: SponsorFoldProps) {
  const { t } = useTranslation();
  const [signing, setSigning] = useState<Signing>({ state: "idle" });
  const running = useRef<AbortController>(undefined);
  const { state: copyState, copy } = useCopy();
  useEffect(() => () => running.current?.abort(), []);

  const sign = async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setSigning({ state: "waiting" });
    try {
      const text = await onSign(controller.signal);
      if (!controller.signal.aborted) setSigning({ state: "done", text });
    } catch (error) {
      if (controller.signal.aborted) return;
      const facts = errorFacts(error, t);
      setSigning(
        facts.code === "chain.rejected" ? { state: "rejected" } : { state: "failed", error: facts },
      );
    }
  };
  const stop = () => {
    running.current?.abort();
    setSigning({ state: "idle" });
  };

  return (
    <Details summary={t("ui.sponsor.summary")}>
      <Stack gap="normal">
        <p>{t("ui.sponsor.what")}</p>
        {signing.state === "rejected" && (
          <Notice>{t("ui.transaction.rejected", { wallet: walletName })}</Notice>
        )}
        {signing.state === "failed" && <ErrorPanel error={signing.error} takesFocus />}
        {signing.state === "waiting" && (
          <div role="status">
            <p>{t("ui.transaction.waiting", { wallet: walletName })}</p>
            <Button variant="default" size="sm" onClick={stop}>
              {t("ui.transaction.waitingCancel")}
            </Button>
          </div>
        )}
        {signing.state === "done" ? (
          <>
            <Notice kind="good" title={t("ui.sponsor.signed")}>
              {t("ui.sponsor.signedNext")}
            </Notice>
            <Textarea
              readOnly
              label={t("ui.sponsor.text")}
              value={signing.text}
              autosize
              minRows={3}
              maxRows={6}
              onFocus={(event) => event.currentTarget.select()}
            />
            <Actions>
              <Button
                variant="default"
                leftSection={<Icon name={copyState === "copied" ? "check" : "copy"} />}
                onClick={() => void copy(signing.text)}
              >
                {copyState === "copied" ? t("ui.copy.done") : t("ui.sponsor.copy")}
              </Button>
              {typeof navigator.share === "function" && (
                <Button
                  variant="default"
                  leftSection={<Icon name="share" />}
                  // Closing the sheet rejects; the text is still here.
                  onClick={() =>
                    void navigator.share({ text: signing.text }).catch(() => undefined)
                  }
                >
                  {t("ui.sponsor.share")}
                </Button>
              )}
            </Actions>
          </>
        ) : (
          signing.state !== "waiting" && (
            <Button variant="default" size="sm" onClick={() => void sign()}>
              {t("ui.sponsor.sign")}
            </Button>
          )
        )}
      </Stack>
    </Details>
  );
}
