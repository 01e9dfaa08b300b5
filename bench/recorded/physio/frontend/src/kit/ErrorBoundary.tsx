import { Component, type ReactNode } from "react";
import { strings } from "../strings";
import { Button } from "./Button";

/** Shows a message and a button instead of a blank page if rendering fails. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="mx-auto max-w-md space-y-4 p-10 text-center">
        <p role="alert">{strings.broken}</p>
        <Button onClick={() => globalThis.location.reload()}>{strings.reload}</Button>
      </main>
    );
  }
}
