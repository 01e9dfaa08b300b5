package httpapi

import (
	"net/http"
	"strings"

	"shop/backend/internal/application"
	"shop/backend/internal/domain"
)

// signedHandler serves a request of an account that signed in.
type signedHandler func(w http.ResponseWriter, r *http.Request, account domain.Account)

func (h *handler) registerAccounts(mux *http.ServeMux) {
	mux.HandleFunc("POST /register", h.register)
	mux.HandleFunc("/register", methodNotAllowed("POST"))
	mux.HandleFunc("POST /login", h.signIn)
	mux.HandleFunc("/login", methodNotAllowed("POST"))
	mux.HandleFunc("GET /me", h.signed(h.me))
	mux.HandleFunc("/me", methodNotAllowed("GET, HEAD"))
}

// signed lets only requests with a valid token through.
func (h *handler) signed(serve signedHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
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

// account lets every account through.
func (h *handler) account(serve http.HandlerFunc) http.HandlerFunc {
	return h.signed(func(w http.ResponseWriter, r *http.Request, _ domain.Account) { serve(w, r) })
}

// admin lets only the requests of an admin through.
func (h *handler) admin(serve http.HandlerFunc) http.HandlerFunc {
	return h.signed(func(w http.ResponseWriter, r *http.Request, account domain.Account) {
		if account.Role != domain.Admin {
			h.writeError(w, r, domain.ErrForbidden)
			return
		}
		serve(w, r)
	})
}

func (h *handler) register(w http.ResponseWriter, r *http.Request) {
	var in domain.AccountInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	session, err := h.services.Accounts.Register(r.Context(), in)
	h.writeSession(w, r, http.StatusCreated, session, err)
}

func (h *handler) signIn(w http.ResponseWriter, r *http.Request) {
	var in domain.Credentials
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	session, err := h.services.Accounts.SignIn(r.Context(), in)
	h.writeSession(w, r, http.StatusOK, session, err)
}

func (h *handler) writeSession(w http.ResponseWriter, r *http.Request, status int, session application.Session, err error) {
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, status, session)
}

func (h *handler) me(w http.ResponseWriter, _ *http.Request, account domain.Account) {
	writeJSON(w, http.StatusOK, account)
}
