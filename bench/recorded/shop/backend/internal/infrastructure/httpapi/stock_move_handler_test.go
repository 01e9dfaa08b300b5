package httpapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// newStockMove is a body that must be accepted; variant 1 differs from variant 0.
func newStockMove(t *testing.T, api http.Handler, variant int) map[string]any {
	t.Helper()
	productParent := create(t, api, "/products", newProduct(t, api, variant))
	return []map[string]any{
		{
			"reason":   "amber reason",
			"quantity": 2,
			"product":  productParent["id"],
		},
		{
			"reason":   "birch reason",
			"quantity": 3,
			"product":  productParent["id"],
		},
	}[variant]
}

func TestStockMoveLifecycle(t *testing.T) {
	api := newAPI(t)
	body, otherBody := newStockMove(t, api, 0), newStockMove(t, api, 1)
	created := create(t, api, "/stock_moves", body)
	other := create(t, api, "/stock_moves", otherBody)
	path, otherPath := itemPath("/stock_moves", created), itemPath("/stock_moves", other)
	holds(t, created, body)
	holds(t, get(t, api, path), body)

	list := getList(t, api, "/stock_moves")
	if len(list) != 2 || list[0]["id"] != other["id"] || list[1]["id"] != created["id"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], body)
	holds(t, get(t, api, otherPath), otherBody)
}

func TestStockMoveBrokenValuesAreRefused(t *testing.T) {
	api := newAPI(t)
	body := newStockMove(t, api, 0)
	created := create(t, api, "/stock_moves", body)
	path := itemPath("/stock_moves", created)
	for _, wrong := range []struct {
		name  string
		value any
		named bool
	}{
		{"reason", nil, true},
		{"product", nil, true},
		{"quantity", nil, true},
	} {
		name := wrong.name
		broken := maps.Clone(body)
		broken[name] = wrong.value
		if status, answer := call(t, api, http.MethodPost, "/stock_moves", broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: create = %d %v, want 422 and the field", name, status, answer)
		}
		if list := getList(t, api, "/stock_moves"); len(list) != 1 {
			t.Errorf("%s: a refused stock move was stored: %v", name, list)
		}
		holds(t, get(t, api, path), body)
	}
}

func TestStockMoveLimitsAreAccepted(t *testing.T) {
	api := newAPI(t)
	for _, edge := range []struct {
		name  string
		value any
	}{
		{"reason", strings.Repeat("x", 80)},
		{"quantity", 1000},
	} {
		body := newStockMove(t, api, 0)
		body[edge.name] = edge.value
		holds(t, create(t, api, "/stock_moves", body), body)
	}
}

func TestStockMoveListIsNarrowed(t *testing.T) {
	api := newAPI(t)
	first, second := newStockMove(t, api, 0), newStockMove(t, api, 1)
	older := create(t, api, "/stock_moves", first)
	newer := create(t, api, "/stock_moves", second)
	for query, want := range map[string]any{
		"?limit=1":          newer["id"],
		"?limit=1&offset=1": older["id"],
		"?sort=id&limit=1":  older["id"],
		"?sort=-id&limit=1": newer["id"],
		"?q=" + url.QueryEscape(strings.ToUpper(first["reason"].(string))): older["id"],
	} {
		list := getList(t, api, "/stock_moves"+query)
		if len(list) != 1 || list[0]["id"] != want {
			t.Errorf("GET /stock_moves%s = %v, want only %v", query, list, want)
		}
	}
	for _, record := range []map[string]any{older, newer} {
		for _, found := range getList(t, api, fmt.Sprintf("/stock_moves?product=%v", record["product"])) {
			if found["product"] != record["product"] {
				t.Errorf("narrowed to product = %v, found %v", record["product"], found)
			}
		}
	}
}

func TestStockMoveRefusals(t *testing.T) {
	cases := []struct {
		name, method, path string
		body               any
		status             int
	}{
		{"unknown id", http.MethodGet, "/stock_moves/4711", nil, http.StatusNotFound},
		{"id that is no number", http.MethodGet, "/stock_moves/first", nil, http.StatusBadRequest},
		{"nothing required", http.MethodPost, "/stock_moves", map[string]any{}, http.StatusUnprocessableEntity},
		{"wrong type", http.MethodPost, "/stock_moves", map[string]any{"reason": 7}, http.StatusUnprocessableEntity},
		{"not an object", http.MethodPost, "/stock_moves", "text", http.StatusBadRequest},
		{"page size", http.MethodGet, "/stock_moves?limit=0", nil, http.StatusBadRequest},
		{"order", http.MethodGet, "/stock_moves?sort=nothing", nil, http.StatusBadRequest},
		{"no such place in the list", http.MethodGet, "/stock_moves?offset=-1", nil, http.StatusBadRequest},
		{"method", http.MethodPatch, "/stock_moves", nil, http.StatusMethodNotAllowed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if status, answer := call(t, newAPI(t), c.method, c.path, c.body); status != c.status {
				t.Errorf("%s %s = %d %v, want %d", c.method, c.path, status, answer, c.status)
			}
		})
	}
}

func TestStockMoveProductIsKept(t *testing.T) {
	api := newAPI(t)
	body := newStockMove(t, api, 0)
	body["product"] = 987654321
	if status, answer := call(t, api, http.MethodPost, "/stock_moves", body); status != http.StatusUnprocessableEntity {
		t.Errorf("POST with an unknown product = %d %v, want 422", status, answer)
	}
	body = newStockMove(t, api, 1)
	target := create(t, api, "/products", newProduct(t, api, 0))
	body["product"] = target["id"]
	holds(t, create(t, api, "/stock_moves", body), body)
	path := itemPath("/products", target)
	if status, answer := call(t, api, http.MethodDelete, path, nil); status != http.StatusConflict {
		t.Errorf("DELETE of what is referred to = %d %v, want 409", status, answer)
	}
	holds(t, get(t, api, path), map[string]any{"id": target["id"]})
}
