package httpapi_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// newAccount is a body that registers somebody new.
func newAccount() map[string]any {
	return map[string]any{
		"name": unique("customer %d"), "email": unique("customer%d@shop.example"), "password": "a long password",
	}
}

func TestAnAccountSignsIn(t *testing.T) {
	api := newAPI(t)
	body := newAccount()
	registered := create(t, nobody(api), "/register", body)
	account := registered["account"].(map[string]any)
	holds(t, account, map[string]any{"name": body["name"], "email": body["email"], "role": "customer"})
	status, answer := call(t, nobody(api), http.MethodPost, "/login", body)
	if status != http.StatusOK {
		t.Fatalf("sign in = %d %v, want 200", status, answer)
	}
	session := answer.(map[string]any)
	if session["token"] == registered["token"] || len(session["token"].(string)) < 40 {
		t.Errorf("token = %v, want a new and long one", session["token"])
	}
	signed := as{api: api.(as).api, token: session["token"].(string)}
	holds(t, get(t, signed, "/me"), account)
}

func TestTheAdminIsThereFromTheStart(t *testing.T) {
	holds(t, get(t, newAPI(t), "/me"), map[string]any{"email": "admin@shop.example", "role": "admin"})
}

func TestRegistrationIsRefused(t *testing.T) {
	api := nobody(newAPI(t))
	taken := newAccount()
	create(t, api, "/register", taken)
	for name, c := range map[string]struct {
		field  string
		value  any
		status int
	}{
		"no name":                    {"name", "", http.StatusUnprocessableEntity},
		"no address":                 {"email", "nobody", http.StatusUnprocessableEntity},
		"a short password":           {"password", "1234567", http.StatusUnprocessableEntity},
		"a long password":            {"password", strings.Repeat("x", 73), http.StatusUnprocessableEntity},
		"no password":                {"password", nil, http.StatusUnprocessableEntity},
		"an address taken":           {"email", taken["email"], http.StatusConflict},
		"the same, in other letters": {"email", strings.ToUpper(taken["email"].(string)), http.StatusConflict},
	} {
		body := newAccount()
		body[c.field] = c.value
		if status, answer := call(t, api, http.MethodPost, "/register", body); status != c.status || !names(answer, c.field) {
			t.Errorf("%s: %d %v, want %d and the field", name, status, answer, c.status)
		}
	}
	for _, length := range []int{8, 72} {
		body := newAccount()
		body["password"] = strings.Repeat("x", length)
		create(t, api, "/register", body)
	}
}

func TestBrokenBodiesAreRefused(t *testing.T) {
	api := nobody(newAPI(t))
	for _, path := range []string{"/register", "/login"} {
		if status, answer := call(t, api, http.MethodPost, path, "text"); status != http.StatusBadRequest {
			t.Errorf("POST %s = %d %v, want 400", path, status, answer)
		}
	}
}

func TestNobodyChoosesARole(t *testing.T) {
	body := newAccount()
	body["role"] = "admin"
	session := create(t, nobody(newAPI(t)), "/register", body)
	holds(t, session["account"].(map[string]any), map[string]any{"role": "customer"})
}

func TestWrongCredentialsAreAllRefusedAlike(t *testing.T) {
	api := nobody(newAPI(t))
	body := newAccount()
	create(t, api, "/register", body)
	wrong := maps.Clone(body)
	wrong["password"] = "another password"
	status, first := call(t, api, http.MethodPost, "/login", wrong)
	if status != http.StatusUnauthorized {
		t.Errorf("a wrong password = %d, want 401", status)
	}
	status, second := call(t, api, http.MethodPost, "/login", newAccount())
	if status != http.StatusUnauthorized || first.(map[string]any)["detail"] != second.(map[string]any)["detail"] {
		t.Errorf("an unknown account = %d %v, want the same as %v", status, second, first)
	}
	if status, _ := call(t, api, http.MethodPost, "/login", map[string]any{}); status != http.StatusUnprocessableEntity {
		t.Errorf("no credentials = %d, want 422", status)
	}
}

func TestPasswordsAreNeverTold(t *testing.T) {
	api := newAPI(t)
	body := newAccount()
	for _, path := range []string{"/register", "/login"} {
		_, answer := call(t, nobody(api), http.MethodPost, path, body)
		account := answer.(map[string]any)["account"].(map[string]any)
		for name, value := range account {
			if text, ok := value.(string); ok && (text == body["password"] || strings.HasPrefix(text, "$2")) {
				t.Errorf("%s tells %s = %q", path, name, text)
			}
		}
	}
}

func TestOnlyAValidTokenIsTaken(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	api := newAPIAt(t, &clock)
	valid := "Bearer " + api.(as).token
	for header, want := range map[string]int{
		valid:                               http.StatusOK,
		strings.Replace(valid, "B", "b", 1): http.StatusOK,
		"":                                  http.StatusUnauthorized,
		"Bearer ":                           http.StatusUnauthorized,
		"Bearer forged":                     http.StatusUnauthorized,
		valid + "x":                         http.StatusUnauthorized,
		strings.Replace(valid, "Bearer", "Basic", 1): http.StatusUnauthorized,
	} {
		if got := me(t, api, header); got != want {
			t.Errorf("Authorization %q = %d, want %d", header, got, want)
		}
	}
	now = now.Add(30*24*time.Hour - time.Second)
	if got := me(t, api, valid); got != http.StatusOK {
		t.Errorf("a token of almost thirty days = %d, want 200", got)
	}
	now = now.Add(2 * time.Second)
	if got := me(t, api, valid); got != http.StatusUnauthorized {
		t.Errorf("an expired token = %d, want 401", got)
	}
}

func me(t *testing.T, api http.Handler, authorization string) int {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/me", nil)
	request.Header.Set("Authorization", authorization)
	recorder := httptest.NewRecorder()
	nobody(api).ServeHTTP(recorder, request)
	return recorder.Code
}
