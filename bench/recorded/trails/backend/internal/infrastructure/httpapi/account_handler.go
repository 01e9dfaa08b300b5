package httpapi

import (
	"net/http"
	"strings"

	"trails/backend/internal/application"
	"trails/backend/internal/domain"
)

// user is an account as it is sent, with a token for it.
type user struct {
	Username string `json:"username"`
	Email    string `json:"email"`
	Token    string `json:"token"`
}

// author is an account as others see it.
type author struct {
	Username string `json:"username"`
}

// signedHandler serves a request of an account that signed in.
type signedHandler func(w http.ResponseWriter, r *http.Request, account domain.Account)

func (h *handler) registerAccounts(mux *http.ServeMux) {
	mux.HandleFunc("POST /api/users", h.register)
	mux.HandleFunc("/api/users", methodNotAllowed("POST"))
	mux.HandleFunc("POST /api/users/login", h.signIn)
	mux.HandleFunc("/api/users/login", methodNotAllowed("POST"))
	mux.HandleFunc("GET /api/user", h.signed(h.currentUser))
	mux.HandleFunc("/api/user", methodNotAllowed("GET, HEAD"))
}

// tokenOf is the token of a request; empty where there is none, or one of another scheme.
func tokenOf(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Token") {
		return ""
	}
	return token
}

// signed lets only requests with a valid token through.
func (h *handler) signed(serve signedHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := tokenOf(r)
		if token == "" {
			h.writeError(w, r, domain.ErrUnsigned)
			return
		}
		account, err := h.services.Accounts.Identify(r.Context(), token)
		if err != nil {
			h.writeError(w, r, err)
			return
		}
		serve(w, r, account)
	}
}

// viewer is who asks where nobody has to sign in; 0 for nobody.
func (h *handler) viewer(r *http.Request) int64 {
	token := tokenOf(r)
	if token == "" {
		return 0
	}
	account, err := h.services.Accounts.Identify(r.Context(), token)
	if err != nil {
		return 0
	}
	return account.ID
}

func (h *handler) register(w http.ResponseWriter, r *http.Request) {
	var in domain.AccountInput
	if err := decodeBody(w, r, "user", &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	session, err := h.services.Accounts.Register(r.Context(), in)
	h.writeSession(w, r, http.StatusCreated, session, err)
}

func (h *handler) signIn(w http.ResponseWriter, r *http.Request) {
	var in domain.Credentials
	if err := decodeBody(w, r, "user", &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	session, err := h.services.Accounts.SignIn(r.Context(), in)
	h.writeSession(w, r, http.StatusOK, session, err)
}

func (h *handler) currentUser(w http.ResponseWriter, r *http.Request, account domain.Account) {
	h.writeSession(w, r, http.StatusOK, application.Session{Token: tokenOf(r), Account: account}, nil)
}

func (h *handler) writeSession(w http.ResponseWriter, r *http.Request, status int, session application.Session, err error) {
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, status, map[string]any{"user": user{session.Account.Username, session.Account.Email, session.Token}})
}
