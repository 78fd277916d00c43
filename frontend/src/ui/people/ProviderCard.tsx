import type { ReactNode } from "react";
import { Icon, type IconName } from "../icon/Icon.tsx";
import classes from "./ProviderCard.module.css";

export interface ProviderCardProps {
  name: string;
  icon: IconName;
  /** "Doctor · Heart specialist". */
  about: string;
  /** "City Hospital, Nairobi, Kenya". */
  place?: string | undefined;
  verified: boolean;
  /** "Verified by the Ministry of Health, Kenya, until 3 May 2027", or why not. */
  verification: string;
  /** Under the lines: a warning, a fold. */
  children?: ReactNode;
}

/** Who somebody is, and who vouches for it, before anything is shared with them. */
export function ProviderCard(props: ProviderCardProps) {
  return (
    <div className={classes.card} data-verified={props.verified || undefined}>
      <span className={classes.icon}>
        <Icon name={props.icon} size={2} />
      </span>
      <div className={classes.text}>
        <h2 className={classes.name}>
          <bdi>{props.name}</bdi>
        </h2>
        <p>{props.about}</p>
        {props.place !== undefined && <p className={classes.place}>{props.place}</p>}
        <p className={classes.verification}>
          <Icon name={props.verified ? "verified" : "stop"} size={1.25} />
          <span>{props.verification}</span>
        </p>
        {props.children}
      </div>
    </div>
  );
}
