package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shop/backend/internal/application"
	"shop/backend/internal/domain"
	"shop/backend/internal/infrastructure/httpapi"
	"shop/backend/internal/infrastructure/passwords"
	"shop/backend/internal/infrastructure/sqlite"
)

const adminPassword = "a-first-password"

// as is somebody who calls the API: nobody when the token is empty.
type as struct {
	api   http.Handler
	token string
}

func (a as) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	a.api.ServeHTTP(w, r)
}

// nobody calls the same API without a token.
func nobody(api http.Handler) http.Handler { return as{api: api.(as).api} }

// customer registers and calls the same API.
func customer(t *testing.T, api http.Handler) http.Handler {
	t.Helper()
	session := create(t, nobody(api), "/register", newAccount())
	return as{api: api.(as).api, token: session["token"].(string)}
}

// fakeCarrier notes which orders it was told of, or takes none.
type fakeCarrier struct {
	orders  []int64
	refuses bool
}

func (c *fakeCarrier) Announce(_ context.Context, order domain.Order) error {
	if c.refuses {
		return domain.ErrCarrier
	}
	c.orders = append(c.orders, order.ID)
	return nil
}

// newAPI is the whole backend on a database of its own, called by its admin.
func newAPI(t *testing.T) http.Handler {
	t.Helper()
	clock := time.Now
	return newAPIAt(t, &clock)
}

func newAPIAt(t *testing.T, clock *func() time.Time) http.Handler {
	t.Helper()
	return newAPIWith(t, clock, &fakeCarrier{})
}

func newAPIWith(t *testing.T, clock *func() time.Time, parcels *fakeCarrier) http.Handler {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	store := sqlite.NewStore(db)
	accounts := application.NewAccountService(application.AccountPorts{
		Transactor: store,
		Accounts:   store.Accounts(),
		Passwords:  passwords.Hasher{Passes: 1, KiB: 64},
		Now:        func() time.Time { return (*clock)() },
	})
	for range 2 { // as at a first and at a second start
		if err := accounts.Seed(t.Context(), "The admin", "admin@shop.example", adminPassword); err != nil {
			t.Fatal(err)
		}
	}
	api := httpapi.NewHandler(httpapi.Services{
		Accounts: accounts,
		Products: application.NewProductService(application.ProductPorts{
			Transactor: store,
			Products:   store.Products(),
			Now:        time.Now,
		}),
		StockMoves: application.NewStockMoveService(application.StockMovePorts{
			Transactor: store,
			StockMoves: store.StockMoves(),
			Products:   store.Products(),
			Now:        time.Now,
		}),
		CartLines: application.NewCartLineService(application.CartLinePorts{
			Transactor: store,
			CartLines:  store.CartLines(),
			Products:   store.Products(),
			Now:        time.Now,
		}),
		Orders: application.NewOrderService(application.OrderPorts{
			Transactor: store,
			Orders:     store.Orders(),
			CartLines:  store.CartLines(),
			Products:   store.Products(),
			StockMoves: store.StockMoves(),
			Carrier:    parcels,
			Now:        time.Now,
		}),
	}, httpapi.Options{
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Origins: []string{"*"}, CheckReady: store.Ping,
	})
	status, session := call(t, api, http.MethodPost, "/login", map[string]any{
		"email": "admin@shop.example", "password": adminPassword,
	})
	if status != http.StatusOK {
		t.Fatalf("the admin signs in = %d %v, want 200", status, session)
	}
	return as{api: api, token: session.(map[string]any)["token"].(string)}
}

// call sends body as JSON and returns the status and the decoded answer.
func call(t *testing.T, api http.Handler, method, path string, body any) (int, any) {
	t.Helper()
	var encoded bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&encoded).Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	request := httptest.NewRequestWithContext(t.Context(), method, path, &encoded)
	recorder := httptest.NewRecorder()
	api.ServeHTTP(recorder, request)
	if recorder.Body.Len() == 0 {
		return recorder.Code, nil
	}
	var answer any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s %s answered what is not JSON: %v", method, path, err)
	}
	return recorder.Code, answer
}

func create(t *testing.T, api http.Handler, path string, body map[string]any) map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodPost, path, body)
	if status != http.StatusCreated {
		t.Fatalf("POST %s = %d %v, want 201", path, status, answer)
	}
	return answer.(map[string]any)
}

// get reads one record that must be there.
func get(t *testing.T, api http.Handler, path string) map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodGet, path, nil)
	if status != http.StatusOK {
		t.Fatalf("GET %s = %d %v, want 200", path, status, answer)
	}
	return answer.(map[string]any)
}

func getList(t *testing.T, api http.Handler, path string) []map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodGet, path, nil)
	if status != http.StatusOK {
		t.Fatalf("GET %s = %d %v, want 200", path, status, answer)
	}
	records := []map[string]any{}
	for _, record := range answer.([]any) {
		records = append(records, record.(map[string]any))
	}
	return records
}

// holds fails unless the record has every wanted value, compared as JSON.
func holds(t *testing.T, record, want map[string]any) {
	t.Helper()
	for name, value := range want {
		wanted, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(record[name]); err != nil || !bytes.Equal(got, wanted) {
			t.Errorf("%s = %s, want %s", name, got, wanted)
		}
	}
}

// names is true when the refusal says which field it is about.
func names(refusal any, field string) bool {
	problem, _ := refusal.(map[string]any)
	wrong, _ := problem["errors"].([]any)
	return slices.ContainsFunc(wrong, func(one any) bool {
		return one.(map[string]any)["field"] == field
	})
}

// serial numbers values that must be unique, so that no test depends on what another wrote.
var serial atomic.Int64

func unique(pattern string) string {
	return fmt.Sprintf(pattern, serial.Add(1))
}

func itemPath(path string, record map[string]any) string {
	return fmt.Sprintf("%s/%.0f", path, record["id"])
}

func TestHealth(t *testing.T) {
	if status, _ := call(t, newAPI(t), http.MethodGet, "/healthz", nil); status != http.StatusOK {
		t.Errorf("status = %d, want 200", status)
	}
}

func TestUnknownAddress(t *testing.T) {
	if status, _ := call(t, newAPI(t), http.MethodGet, "/nothing-here", nil); status != http.StatusNotFound {
		t.Errorf("status = %d, want 404", status)
	}
}

func TestMediaTypeMustBeJSON(t *testing.T) {
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/products", strings.NewReader("text"))
	request.Header.Set("Content-Type", "text/plain")
	recorder := httptest.NewRecorder()
	newAPI(t).ServeHTTP(recorder, request)
	if recorder.Code != http.StatusUnsupportedMediaType {
		t.Errorf("status = %d, want 415", recorder.Code)
	}
}

func TestMethodsThatAreAllowedAreNamed(t *testing.T) {
	api := newAPI(t)
	for path, want := range map[string]string{
		"/products":      "POST",
		"/products/1":    "GET",
		"/stock_moves":   "POST",
		"/stock_moves/1": "GET",
		"/cart_lines":    "POST",
		"/cart_lines/1":  "GET",
		"/orders":        "GET",
		"/orders/1":      "GET",
		"/register":      "POST",
		"/login":         "POST",
		"/me":            "GET",

		"/checkout":       "POST",
		"/sales":          "GET",
		"/orders/1/lines": "GET",
		"/orders/1/ship":  "POST",
	} {
		recorder := httptest.NewRecorder()
		api.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPatch, path, nil))
		if allowed := recorder.Header().Get("Allow"); recorder.Code != http.StatusMethodNotAllowed || !strings.Contains(allowed, want) {
			t.Errorf("PATCH %s = %d, Allow %q; want 405 and %s", path, recorder.Code, allowed, want)
		}
	}
}

func TestPagesOfOtherOriginsMayCall(t *testing.T) {
	api := newAPI(t)
	for _, method := range []string{http.MethodOptions, http.MethodGet} {
		request := httptest.NewRequestWithContext(t.Context(), method, "/products", nil)
		request.Header.Set("Origin", "http://page.example")
		if method == http.MethodOptions {
			request.Header.Set("Access-Control-Request-Method", http.MethodPost)
		}
		recorder := httptest.NewRecorder()
		api.ServeHTTP(recorder, request)
		header := recorder.Header()
		if header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: Access-Control-Allow-Origin = %q, want *", method, header.Get("Access-Control-Allow-Origin"))
		}
		if exposed := header.Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "X-Total-Count") {
			t.Errorf("%s: Access-Control-Expose-Headers = %q", method, exposed)
		}
		if method == http.MethodGet {
			continue
		}
		if methods := header.Get("Access-Control-Allow-Methods"); recorder.Code != http.StatusNoContent || !strings.Contains(methods, "PUT") {
			t.Errorf("preflight = %d, Access-Control-Allow-Methods = %q", recorder.Code, methods)
		}
		if headers := header.Get("Access-Control-Allow-Headers"); headers != "Authorization, Content-Type" {
			t.Errorf("Access-Control-Allow-Headers = %q, want both", headers)
		}
	}
}
