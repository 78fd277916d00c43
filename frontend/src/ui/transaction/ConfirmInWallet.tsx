import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Details } from "../facts/Details.tsx";
import { type KeyFact, KeyFacts } from "../facts/KeyFacts.tsx";
import { Notice } from "../feedback/Notice.tsx";
import { Actions } from "../layout/Actions.tsx";
import { Stack } from "../layout/Stack.tsx";
import classes from "./ConfirmInWallet.module.css";

export interface WalletQuestion {
  readonly kind: "transaction" | "message" | "connect";
  /** "Grant access", "Register a chart": what the call does, in words. */
  readonly summary: string;
  /** Account, fee, and the fields that are signed. */
  readonly facts: readonly KeyFact[];
  /** The exact data, for those who check. */
  readonly raw?: string | undefined;
}

export interface ConfirmInWalletProps {
  /** Nothing shows no dialogue. */
  question: WalletQuestion | undefined;
  /** The demo wallet's name: "Demo wallet of Amina". */
  walletName: string;
  onConfirm: () => void;
  onReject: () => void;
}

/** Stands in for a wallet's own window on the local chain. Looks apart from the app on purpose. */
export function ConfirmInWallet(props: ConfirmInWalletProps) {
  const { question, walletName, onConfirm, onReject } = props;
  const { t } = useTranslation();
  return (
    <Modal
      opened={question !== undefined}
      onClose={onReject}
      title={t("ui.confirmInWallet.title", { wallet: walletName })}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("ui.confirmInWallet.reject") }}
    >
      {question !== undefined && (
        <Stack gap="normal">
          <Notice>{t("ui.confirmInWallet.demo")}</Notice>
          <div>
            <p className={classes.lead}>{t(`ui.confirmInWallet.${question.kind}`)}</p>
            <p className={classes.summary}>{question.summary}</p>
          </div>
          <Actions>
            <Button onClick={onConfirm} data-autofocus>
              {t("ui.confirmInWallet.confirm")}
            </Button>
            <Button variant="default" onClick={onReject}>
              {t("ui.confirmInWallet.reject")}
            </Button>
          </Actions>
          <Details summary={t("ui.transaction.sendDetails")}>
            <KeyFacts facts={question.facts} />
            {question.raw !== undefined && <pre className={classes.raw}>{question.raw}</pre>}
          </Details>
        </Stack>
      )}
    </Modal>
  );
}
