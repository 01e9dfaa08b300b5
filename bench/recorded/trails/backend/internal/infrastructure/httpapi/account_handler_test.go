package httpapi_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// newAccount is what registers somebody new.
func newAccount() map[string]any {
	return map[string]any{
		"username": unique("walker %d"), "email": unique("walker%d@trails.example"), "password": "a long password",
	}
}

func TestAnAccountSignsIn(t *testing.T) {
	api := newAPI(t)
	body := newAccount()
	registered := create(t, nobody(api), "/api/users", "user", body)
	told := map[string]any{"username": body["username"], "email": body["email"]}
	holds(t, registered, told)
	status, answer := call(t, nobody(api), http.MethodPost, "/api/users/login", in("user", body))
	if status != http.StatusOK {
		t.Fatalf("sign in = %d %v, want 200", status, answer)
	}
	session := answer["user"].(map[string]any)
	holds(t, session, told)
	if session["token"] == registered["token"] || len(session["token"].(string)) < 40 {
		t.Errorf("token = %v, want a new and long one", session["token"])
	}
	holds(t, get(t, as{api: api.(as).api, token: session["token"].(string)}, "/api/user", "user"), session)
}

func TestRegistrationIsRefused(t *testing.T) {
	api := nobody(newAPI(t))
	taken := newAccount()
	create(t, api, "/api/users", "user", taken)
	for name, c := range map[string]struct {
		field string
		value any
	}{
		"no name":            {"username", ""},
		"a long name":        {"username", strings.Repeat("x", 41)},
		"a name taken":       {"username", taken["username"]},
		"no address":         {"email", "nobody"},
		"an address taken":   {"email", strings.ToUpper(taken["email"].(string))},
		"a short password":   {"password", "1234567"},
		"a long password":    {"password", strings.Repeat("x", 73)},
		"no password at all": {"password", nil},
	} {
		body := newAccount()
		body[c.field] = c.value
		if status, answer := call(t, api, http.MethodPost, "/api/users", in("user", body)); status != http.StatusUnprocessableEntity || !names(answer, c.field) {
			t.Errorf("%s: %d %v, want 422 and the field", name, status, answer)
		}
	}
	for field, longest := range map[string]string{"password": strings.Repeat("x", 72), "username": strings.Repeat("y", 40)} {
		body := newAccount()
		body[field] = longest
		create(t, api, "/api/users", "user", body)
	}
	body := newAccount()
	body["password"] = "12345678"
	create(t, api, "/api/users", "user", body)
}

func TestBrokenBodiesAreRefused(t *testing.T) {
	api := newAPI(t)
	for _, path := range []string{"/api/users", "/api/users/login", "/api/trails"} {
		for name, body := range map[string]any{"text": "text", "no envelope": newAccount(), "a list": []string{}, "empty": map[string]any{}} {
			if status, answer := call(t, api, http.MethodPost, path, body); status != http.StatusUnprocessableEntity {
				t.Errorf("POST %s with %s = %d %v, want 422", path, name, status, answer)
			}
		}
	}
	for _, field := range []string{"email", "password"} {
		body := newAccount()
		delete(body, field)
		if status, answer := call(t, nobody(api), http.MethodPost, "/api/users/login", in("user", body)); status != http.StatusUnprocessableEntity || !names(answer, field) {
			t.Errorf("sign in without %s = %d %v, want 422 and the field", field, status, answer)
		}
	}
}

func TestWrongCredentialsAreAllRefusedAlike(t *testing.T) {
	api := nobody(newAPI(t))
	body := newAccount()
	create(t, api, "/api/users", "user", body)
	wrong := maps.Clone(body)
	wrong["password"] = "another password"
	status, first := call(t, api, http.MethodPost, "/api/users/login", in("user", wrong))
	if status != http.StatusUnauthorized {
		t.Errorf("a wrong password = %d, want 401", status)
	}
	status, second := call(t, api, http.MethodPost, "/api/users/login", in("user", newAccount()))
	if status != http.StatusUnauthorized {
		t.Errorf("an unknown account = %d, want 401", status)
	}
	holds(t, second, first)
}

func TestPasswordsAreNeverTold(t *testing.T) {
	api := nobody(newAPI(t))
	body := newAccount()
	for path, want := range map[string]int{"/api/users": http.StatusCreated} {
		status, answer := call(t, api, http.MethodPost, path, in("user", body))
		text, err := json.Marshal(answer)
		if err != nil || status != want {
			t.Fatalf("POST %s = %d %v", path, status, err)
		}
		for _, secret := range []string{body["password"].(string), "password", "digest", "$2"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s tells %q: %s", path, secret, text)
			}
		}
	}
}

func TestOnlyAValidTokenIsTaken(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	api := newAPIAt(t, &clock)
	valid := "Token " + api.(as).token
	for header, want := range map[string]int{
		valid:                               http.StatusOK,
		strings.Replace(valid, "T", "t", 1): http.StatusOK,
		"":                                  http.StatusUnauthorized,
		"Token ":                            http.StatusUnauthorized,
		"Token forged":                      http.StatusUnauthorized,
		valid + "x":                         http.StatusUnauthorized,
		strings.Replace(valid, "Token", "Bearer", 1): http.StatusUnauthorized,
	} {
		if got := currentUser(t, api, header); got != want {
			t.Errorf("Authorization %q = %d, want %d", header, got, want)
		}
	}
	now = now.Add(30*24*time.Hour - time.Second)
	if got := currentUser(t, api, valid); got != http.StatusOK {
		t.Errorf("a token of almost thirty days = %d, want 200", got)
	}
	now = now.Add(2 * time.Second)
	if got := currentUser(t, api, valid); got != http.StatusUnauthorized {
		t.Errorf("an expired token = %d, want 401", got)
	}
}

func currentUser(t *testing.T, api http.Handler, authorization string) int {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/user", nil)
	request.Header.Set("Authorization", authorization)
	recorder := httptest.NewRecorder()
	nobody(api).ServeHTTP(recorder, request)
	return recorder.Code
}
