import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Copyable } from "../facts/Copyable.tsx";
import { Details } from "../facts/Details.tsx";
import { type KeyFact, KeyFacts } from "../facts/KeyFacts.tsx";
import { ErrorPanel } from "../feedback/ErrorPanel.tsx";
import { Notice } from "../feedback/Notice.tsx";
import { Icon } from "../icon/Icon.tsx";
import { Actions } from "../layout/Actions.tsx";
import { Stack } from "../layout/Stack.tsx";
import classes from "./TransactionPanel.module.css";
import type { TransactionFee, TransactionState } from "./transactionState.ts";

export interface TransactionExplanation {
  /** "Dr. Okoro can open your blood tests and X-rays until 3 May." */
  readonly what: ReactNode;
  /** "Everyone can see that someone shared something today. Only Dr. Okoro learns what." */
  readonly visibleTo: ReactNode;
  /** "Copies that Dr. Okoro saves stay with Dr. Okoro." Left out when all can be undone. */
  readonly irreversible?: ReactNode;
  readonly fee: TransactionFee;
}

export interface TransactionPanelProps {
  explanation: TransactionExplanation;
  state: TransactionState;
  /** The verb and its object: "Share with Dr. Okoro". */
  confirmLabel: string;
  /** Red, for what takes something away for good. */
  danger?: boolean;
  /** "MetaMask", or the demo wallet's name. */
  walletName: string;
  /** How often the wallet will ask, where that is more than once. */
  confirmations?: number | undefined;
  onConfirm: () => void;
  /** Ends the wait for the wallet; the state goes to "review" with the note "cancelled". */
  onStopWaiting: () => void;
  /** Back to the form, input intact. */
  onBack?: (() => void) | undefined;
  backLabel?: string | undefined;
  /** What is true now: "Dr. Okoro can open these until 3 May." */
  doneMessage: ReactNode;
  /** One way on: a button to the list, to the next task. */
  doneActions?: ReactNode;
  /** Technical facts for the fold: contract, addresses, CID. */
  details?: readonly KeyFact[] | undefined;
}

/** After this long, "usually 15 seconds" would be a lie. */
const SLOW_AFTER_MS = 60_000;

/**
 * Every transaction of the app, from the words before the wallet opens to what came of it. Shows
 * only: the state comes from outside. Each change of state is said aloud.
 */
export function TransactionPanel(props: TransactionPanelProps) {
  const { state, walletName: wallet } = props;
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null);
  const step = state.step;
  const previousStep = useRef(step);
  useEffect(() => {
    // The button that had the focus is gone after a step: keep the focus in the panel.
    if (previousStep.current !== step && step !== "failed") panel.current?.focus();
    previousStep.current = step;
  }, [step]);
  return (
    <div ref={panel} tabIndex={-1} className={classes.panel} data-step={step}>
      <div aria-live="polite" className="hr-visually-hidden">
        {announcement()}
      </div>
      {face()}
    </div>
  );

  function announcement(): string {
    switch (state.step) {
      case "review":
        return state.note === undefined ? "" : t(`ui.transaction.${state.note}`, { wallet });
      case "preparing":
        return state.words ?? t("ui.transaction.preparing");
      case "waiting":
        return `${t("ui.transaction.waiting", { wallet })}. ${t("ui.transaction.waitingHint", { wallet })}`;
      case "pending":
        return `${t("ui.transaction.pending")}. ${t("ui.transaction.pendingHint")}`;
      case "done":
        return t("ui.transaction.done");
      case "failed":
        // The error panel is an alert of its own.
        return "";
    }
  }

  function face(): ReactNode {
    switch (state.step) {
      case "review":
        return <Review {...props} note={state.note} />;
      case "preparing":
        return (
          <Progress
            stage={0}
            title={state.words ?? t("ui.transaction.preparing")}
            hint={t("ui.transaction.preparingHint")}
          />
        );
      case "waiting":
        return (
          <Progress
            stage={1}
            title={t("ui.transaction.waiting", { wallet })}
            hint={t("ui.transaction.waitingHint", { wallet })}
          >
            <Button variant="default" onClick={props.onStopWaiting}>
              {t("ui.transaction.waitingCancel")}
            </Button>
            <p className={classes.hint}>{t("ui.transaction.waitingCancelHint", { wallet })}</p>
          </Progress>
        );
      case "pending":
        return <Pending transactionHash={state.transactionHash} />;
      case "done":
        return (
          <Stack gap="normal">
            <div className={classes.done}>
              <span className={classes.doneMark}>
                <Icon name="check" size={2} />
              </span>
              <div>
                <h2 className={classes.title}>{t("ui.transaction.done")}</h2>
                <div>{props.doneMessage}</div>
              </div>
            </div>
            {props.doneActions !== undefined && <Actions>{props.doneActions}</Actions>}
            <TransactionDetails hash={state.transactionHash} facts={props.details} />
          </Stack>
        );
      case "failed":
        return (
          <ErrorPanel
            takesFocus
            title={t("ui.transaction.failedTitle")}
            error={state.error}
            reassurance={t("ui.transaction.failedNothing")}
            actions={
              <>
                <Button onClick={props.onConfirm}>{t("ui.transaction.retry")}</Button>
                {props.onBack !== undefined && (
                  <Button variant="default" onClick={props.onBack}>
                    {props.backLabel ?? t("ui.transaction.backToForm")}
                  </Button>
                )}
              </>
            }
          />
        );
    }
  }
}

function Review(props: TransactionPanelProps & { note: "rejected" | "cancelled" | undefined }) {
  const { t } = useTranslation();
  const { explanation, walletName: wallet, note } = props;
  return (
    <Stack gap="normal">
      {note !== undefined && <Notice>{t(`ui.transaction.${note}`, { wallet })}</Notice>}
      <dl className={classes.explanation}>
        <div>
          <dt>{t("ui.transaction.what")}</dt>
          <dd className={classes.what}>{explanation.what}</dd>
        </div>
        <div>
          <dt>{t("ui.transaction.visibleTo")}</dt>
          <dd>{explanation.visibleTo}</dd>
        </div>
        {explanation.irreversible !== undefined && (
          <div>
            <dt>{t("ui.transaction.irreversible")}</dt>
            <dd>{explanation.irreversible}</dd>
          </div>
        )}
        <div>
          <dt>{t("ui.transaction.fee")}</dt>
          <dd>
            <FeeText fee={explanation.fee} />
          </dd>
        </div>
        {props.confirmations !== undefined && props.confirmations > 1 && (
          <div>
            <dt>{t("ui.transaction.steps")}</dt>
            <dd>{t("ui.transaction.confirmations", { wallet, count: props.confirmations })}</dd>
          </div>
        )}
      </dl>
      <Actions>
        <Button {...(props.danger === true ? { color: "red" } : {})} onClick={props.onConfirm}>
          {props.confirmLabel}
        </Button>
        {props.onBack !== undefined && (
          <Button variant="default" onClick={props.onBack}>
            {props.backLabel ?? t("ui.transaction.backToForm")}
          </Button>
        )}
      </Actions>
      {props.details !== undefined && props.details.length > 0 && (
        <Details>
          <KeyFacts facts={props.details} />
        </Details>
      )}
    </Stack>
  );
}

function FeeText({ fee }: { fee: TransactionFee }) {
  const { t } = useTranslation();
  switch (fee.state) {
    case "loading":
      return t("ui.transaction.feeLoading");
    case "known":
      return t("ui.transaction.feeKnown", { amount: fee.amount, coin: fee.coin });
    case "free":
      return t("ui.transaction.feeFree");
    case "unknown":
      return t("ui.transaction.feeUnknown");
  }
}

/** Three stages, drawn as three marks: made ready, confirmed, recorded. */
function Progress(props: { stage: 0 | 1 | 2; title: string; hint: string; children?: ReactNode }) {
  return (
    <div className={classes.progress}>
      <div className={classes.stages} aria-hidden="true">
        {[0, 1, 2].map((stage) => (
          <span
            key={stage}
            data-state={stage < props.stage ? "past" : stage === props.stage ? "present" : "future"}
          />
        ))}
      </div>
      <h2 className={classes.title}>{props.title}</h2>
      <p className={classes.hint}>{props.hint}</p>
      {props.children}
    </div>
  );
}

function Pending({ transactionHash }: { transactionHash: string | undefined }) {
  const { t } = useTranslation();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Progress
      stage={2}
      title={t("ui.transaction.pending")}
      hint={slow ? t("ui.transaction.pendingSlow") : t("ui.transaction.pendingHint")}
    >
      <TransactionDetails hash={transactionHash} facts={undefined} />
    </Progress>
  );
}

function TransactionDetails(props: {
  hash: string | undefined;
  facts: readonly KeyFact[] | undefined;
}) {
  const { t } = useTranslation();
  const label = t("ui.transaction.transactionId");
  const facts: KeyFact[] = [
    ...(props.hash === undefined
      ? []
      : [{ label, value: <Copyable value={props.hash} what={label} shown={short(props.hash)} /> }]),
    ...(props.facts ?? []),
  ];
  if (facts.length === 0) return null;
  return (
    <Details>
      <KeyFacts facts={facts} />
    </Details>
  );
}

function short(hash: string): string {
  return hash.length > 18 ? `${hash.slice(0, 10)}…${hash.slice(-6)}` : hash;
}
