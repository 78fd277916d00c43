import type { ReactNode } from "react";
import { Icon, type IconName } from "../icon/Icon.tsx";
import classes from "./Notice.module.css";

export type NoticeKind = "info" | "good" | "warning";

const icons: Record<NoticeKind, IconName> = { info: "info", good: "check", warning: "alert" };

export interface NoticeProps {
  kind?: NoticeKind;
  title?: string | undefined;
  children?: ReactNode;
  action?: ReactNode;
}

/** Something to know, in the flow of the page. A failure is an `ErrorPanel` instead. */
export function Notice({ kind = "info", title, children, action }: NoticeProps) {
  return (
    <div className={classes.notice} data-kind={kind}>
      <Icon name={icons[kind]} />
      <div className={classes.body}>
        {title !== undefined && <p className={classes.title}>{title}</p>}
        {children !== undefined && <div>{children}</div>}
        {action !== undefined && <div className={classes.action}>{action}</div>}
      </div>
    </div>
  );
}
