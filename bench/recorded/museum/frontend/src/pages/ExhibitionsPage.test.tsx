import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { exhibit, exhibition, museum, open, sent } from "../test/api";

describe("the start page", () => {
  it("lists all exhibitions in the order of the API", async () => {
    museum({
      exhibitions: [
        exhibition(),
        exhibition({ slug: "winds", title: "Winds and Tides", description: "Of the sea", floor: -1, opensOn: "2030-02-03", closesOn: "2032-12-31", exhibitsCount: 1 }),
      ],
    });
    open("/");
    expect(await screen.findByRole("link", { name: "Maps of the Coast" })).toHaveAttribute("href", "/exhibitions/maps-of-the-coast");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Exhibitions");
    expect(document.title).toBe("Exhibitions");
    const [first, second] = within(screen.getByRole("main")).getAllByRole("listitem");
    expect(first).toHaveTextContent("Drawn by hand on calfskin");
    expect(first).toHaveTextContent("Floor 2 · from 1 May 2031 (permanent) · 2 exhibits");
    expect(second).toHaveTextContent("Winds and Tides");
    expect(second).toHaveTextContent("Floor -1 · from 3 February 2030 to 31 December 2032 · 1 exhibit");
  });

  it("says so if the API is down", async () => {
    museum({ down: true });
    open("/");
    expect(await screen.findByRole("alert")).toHaveTextContent("The server does not answer.");
    expect(within(screen.getByRole("main")).queryAllByRole("listitem")).toHaveLength(0);
    expect(screen.queryByText("There are no exhibitions yet.")).not.toBeInTheDocument();
  });

  it("finds a number behind a hundred others", async () => {
    const user = userEvent.setup();
    const exhibits = Array.from({ length: 101 }, (_, n) => exhibit({ slug: `stone-${n + 1}`, title: `Stone ${n + 1}`, number: n + 1 }));
    const state = museum({ exhibits: [...exhibits, exhibit({ slug: "grey-whale", title: "Grey Whale", number: 900 })] });
    open("/");
    await user.type(screen.getByLabelText("Number"), "900");
    await user.click(screen.getByRole("button", { name: "Find" }));
    expect(await screen.findByRole("heading", { level: 2, name: /Grey Whale/ })).toBeInTheDocument();
    expect(sent(state, "GET", "/exhibits").map((call) => call.query)).toEqual([
      { limit: "100", offset: "0" },
      { limit: "100", offset: "100" },
    ]);
  });

  it("says that a number is not there, and asks for one", async () => {
    const user = userEvent.setup();
    const state = museum({ exhibits: [exhibit()] });
    open("/");
    await user.click(screen.getByRole("button", { name: "Find" }));
    expect(await screen.findByText("is required")).toBeInTheDocument();
    expect(screen.getByLabelText("Number")).toHaveAttribute("aria-invalid", "true");
    expect(sent(state, "GET", "/exhibits")).toHaveLength(0);
    await user.type(screen.getByLabelText("Number"), "7");
    await user.click(screen.getByRole("button", { name: "Find" }));
    expect(await screen.findByText("There is no exhibit with this number")).toBeInTheDocument();
  });
});
