package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"trails/backend/internal/application"
	"trails/backend/internal/infrastructure/httpapi"
	"trails/backend/internal/infrastructure/passwords"
	"trails/backend/internal/infrastructure/sqlite"
)

// as is somebody who calls the API: nobody when the token is empty.
type as struct {
	api   http.Handler
	token string
}

func (a as) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.token != "" {
		r.Header.Set("Authorization", "Token "+a.token)
	}
	a.api.ServeHTTP(w, r)
}

// nobody calls the same API without a token.
func nobody(api http.Handler) http.Handler { return as{api: api.(as).api} }

// another registers and calls the same API.
func another(t *testing.T, api http.Handler) http.Handler {
	t.Helper()
	session := create(t, nobody(api), "/api/users", "user", newAccount())
	return as{api: api.(as).api, token: session["token"].(string)}
}

// newAPI is the whole backend on a database of its own, called by somebody who signed in.
func newAPI(t *testing.T) http.Handler {
	t.Helper()
	clock := time.Now
	return newAPIAt(t, &clock)
}

func newAPIAt(t *testing.T, clock *func() time.Time) http.Handler {
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
	now := func() time.Time { return (*clock)() }
	accounts := application.NewAccountService(application.AccountPorts{
		Transactor: store,
		Accounts:   store.Accounts(),
		Passwords:  passwords.Hasher{Passes: 1, KiB: 64},
		Now:        now,
	})
	api := httpapi.NewHandler(httpapi.Services{
		Accounts: accounts,
		Trails:   application.NewTrailService(application.TrailPorts{Transactor: store, Trails: store.Trails(), Now: now}),
		Reports: application.NewReportService(application.ReportPorts{
			Transactor: store, Reports: store.Reports(), Trails: store.Trails(), Now: now,
		}),
	}, httpapi.Options{
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Origins: []string{"*"}, CheckReady: store.Ping,
	})
	return another(t, as{api: api})
}

// call sends what stands under a name as JSON and returns the status and the decoded answer.
func call(t *testing.T, api http.Handler, method, path string, body any) (int, map[string]any) {
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
	var answer map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s %s answered what is not a JSON object: %v", method, path, err)
	}
	return recorder.Code, answer
}

func in(name string, values map[string]any) map[string]any { return map[string]any{name: values} }

// create posts what must be accepted and returns what stands under the name in the answer.
func create(t *testing.T, api http.Handler, path, name string, values map[string]any) map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodPost, path, in(name, values))
	if status != http.StatusCreated {
		t.Fatalf("POST %s = %d %v, want 201", path, status, answer)
	}
	return answer[name].(map[string]any)
}

func get(t *testing.T, api http.Handler, path, name string) map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodGet, path, nil)
	if status != http.StatusOK {
		t.Fatalf("GET %s = %d %v, want 200", path, status, answer)
	}
	return answer[name].(map[string]any)
}

func getList(t *testing.T, api http.Handler, path, name string) []map[string]any {
	t.Helper()
	status, answer := call(t, api, http.MethodGet, path, nil)
	if status != http.StatusOK {
		t.Fatalf("GET %s = %d %v, want 200", path, status, answer)
	}
	records := []map[string]any{}
	for _, record := range answer[name].([]any) {
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

// names is true when the refusal says what is wrong with the field.
func names(refusal map[string]any, field string) bool {
	wrong, _ := refusal["errors"].(map[string]any)
	messages, _ := wrong[field].([]any)
	return len(messages) > 0
}

// serial numbers values that must be unique, so that no test depends on what another wrote.
var serial atomic.Int64

func unique(pattern string) string {
	return fmt.Sprintf(pattern, serial.Add(1))
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
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/trails", strings.NewReader("text"))
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
		"/api/users":               "POST",
		"/api/users/login":         "POST",
		"/api/user":                "GET",
		"/api/trails":              "POST",
		"/api/trails/x":            "PUT",
		"/api/trails/x/favorite":   "DELETE",
		"/api/trails/x/reports":    "POST",
		"/api/trails/x/reports/12": "DELETE",
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
		request := httptest.NewRequestWithContext(t.Context(), method, "/api/trails", nil)
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
