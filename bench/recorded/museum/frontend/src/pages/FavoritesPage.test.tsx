import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ada, exhibit, museum, open, sent } from "../test/api";

describe("my favourites", () => {
  it("shows the visitor's own and takes one off", async () => {
    const user = userEvent.setup();
    const state = museum({
      viewer: ada,
      exhibits: [
        exhibit({ favorited: true }),
        exhibit({ slug: "silent-bell", title: "Silent Bell", number: 32, favorited: true }),
        exhibit({ slug: "tide-clock", title: "Tide Clock", number: 33 }),
      ],
    });
    open("/favorites");
    await screen.findByText("Copper Compass");
    expect(screen.getByText("Silent Bell")).toBeInTheDocument();
    expect(screen.queryByText("Tide Clock")).not.toBeInTheDocument();
    expect(sent(state, "GET", "/exhibits")[0]?.query).toEqual({ favorited: "ada", limit: "100", offset: "0" });
    const [first] = screen.getAllByRole("button", { name: "Remove from favourites" });
    await user.click(first!);
    await waitFor(() => expect(screen.queryByText("Copper Compass")).not.toBeInTheDocument());
    expect(screen.getByText("Silent Bell")).toBeInTheDocument();
    expect(sent(state, "DELETE", "/exhibits/copper-compass/favorite")).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Remove from favourites" }));
    expect(await screen.findByText("You have no favourites yet")).toBeInTheDocument();
  });

  it("asks to log in", async () => {
    const state = museum();
    open("/favorites");
    expect(await screen.findByText("Log in to see your favourites")).toBeInTheDocument();
    expect(state.calls).toHaveLength(0);
  });

  it("shows an error instead of an empty list", async () => {
    museum({ viewer: ada, instead: (call) => (call.path === "/exhibits" ? { status: 500, body: { errors: { server: ["failed"] } } } : undefined) });
    open("/favorites");
    expect(await screen.findByRole("alert")).toHaveTextContent("server failed");
    expect(screen.queryByText("You have no favourites yet")).not.toBeInTheDocument();
  });
});
