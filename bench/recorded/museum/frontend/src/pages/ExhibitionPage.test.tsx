import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { curator, exhibit, exhibition, museum, open, sent } from "../test/api";

function full() {
  return {
    exhibitions: [exhibition()],
    exhibits: [
      exhibit(),
      exhibit({ slug: "old-kettle", title: "Old Kettle", number: 32, tagList: ["copper"], status: "draft" }),
      exhibit({ slug: "tide-clock", title: "Tide Clock", number: 33, tagList: ["navigation"], exhibition: { slug: "winds", title: "Winds" } }),
    ],
  };
}

describe("the page of an exhibition", () => {
  it("shows the exhibition and its exhibits, and filters them by tag", async () => {
    const user = userEvent.setup();
    const state = museum(full());
    open("/exhibitions/maps-of-the-coast");
    expect(await screen.findByRole("heading", { level: 2, name: "Maps of the Coast" })).toBeInTheDocument();
    expect(await screen.findByRole("link", { name: "Copper Compass" })).toHaveAttribute("href", "/exhibits/copper-compass");
    expect(screen.getByRole("link", { name: "Old Kettle" })).toBeInTheDocument();
    expect(screen.queryByText("Tide Clock")).not.toBeInTheDocument();
    expect(screen.queryByText("draft")).not.toBeInTheDocument();
    const tag = screen.getByLabelText("Tag");
    expect(within(tag).getAllByRole("option").map((option) => option.textContent)).toEqual(["All tags", "copper", "navigation"]);

    await user.selectOptions(tag, "navigation");
    expect(await screen.findByRole("link", { name: "Copper Compass" })).toBeInTheDocument();
    expect(screen.queryByText("Old Kettle")).not.toBeInTheDocument();
    expect(sent(state, "GET", "/exhibits").at(-1)?.query).toEqual({ exhibition: "maps-of-the-coast", tag: "navigation", limit: "100", offset: "0" });

    await user.selectOptions(tag, "All tags");
    expect(await screen.findByText("Old Kettle")).toBeInTheDocument();
  });

  it("shows the status to a curator", async () => {
    museum({ ...full(), viewer: curator });
    open("/exhibitions/maps-of-the-coast");
    expect(await screen.findByText("draft")).toBeInTheDocument();
  });

  it("says that there is no such exhibition", async () => {
    museum();
    open("/exhibitions/none");
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no such exhibition");
  });

  it("says so if the exhibits cannot be read", async () => {
    museum({ ...full(), instead: (call) => (call.path === "/exhibits" ? { status: 500, body: { errors: { server: ["failed"] } } } : undefined) });
    open("/exhibitions/maps-of-the-coast");
    expect(await screen.findByRole("alert")).toHaveTextContent("server failed");
    expect(screen.queryByText("There are no exhibits here yet.")).not.toBeInTheDocument();
  });
});
