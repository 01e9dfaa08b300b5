import { useRef, type BaseSyntheticEvent } from "react";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { ApiError } from "../api";

/** The text of an error for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong.";
}

/** Puts the messages of the API at their controls; what belongs to none becomes the error of the form. */
export function showErrors<T extends FieldValues>(error: unknown, fields: readonly Path<T>[], setError: UseFormSetError<T>): void {
  const rest: string[] = [];
  if (error instanceof ApiError && error.fields.length > 0) {
    for (const { field, message } of error.fields) {
      const name = fields.find((each) => each === field);
      if (name === undefined) rest.push(`${field} ${message}`);
      else setError(name, { type: "server", message });
    }
  } else {
    rest.push(messageOf(error));
  }
  if (rest.length > 0) setError("root", { type: "server", message: rest.join("; ") });
}

/** Runs an action only if it is not running already: a double click does it once. */
export function useOnce<A extends unknown[]>(action: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  const running = useRef(false);
  return async (...args: A) => {
    if (running.current) return;
    running.current = true;
    try {
      await action(...args);
    } finally {
      running.current = false;
    }
  };
}

/** Submits a form once at a time, from the click to the end of the action, so that a double click saves once. */
export function useSubmit(action: (event: BaseSyntheticEvent) => Promise<void>): (event: BaseSyntheticEvent) => void {
  const run = useOnce(action);
  return (event) => {
    event.preventDefault();
    void run(event);
  };
}

const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+$/;

export const emailRules = {
  required: "is required",
  maxLength: { value: 200, message: "must have at most 200 characters" },
  pattern: { value: EMAIL, message: "is not an e-mail address" },
};

/** The rules of a text with a least and a largest length. */
export function textRules(most: number, least = 1) {
  return {
    required: "is required",
    minLength: { value: least, message: `must have at least ${least} characters` },
    maxLength: { value: most, message: `must have at most ${most} characters` },
  };
}

/** Whether a text is an absolute address on the web. */
export function isWebAddress(text: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol) && !/\s/.test(text);
  } catch {
    return false;
  }
}
