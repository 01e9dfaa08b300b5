package httpapi

import (
	"context"
	"net/http"
	"strings"

	"physio-practice/backend/internal/application"
	"physio-practice/backend/internal/domain"
)

func (h *handler) registerAuth(mux *http.ServeMux) {
	mux.HandleFunc("POST /register", h.register)
	mux.HandleFunc("/register", methodNotAllowed("POST"))
	mux.HandleFunc("POST /login", h.signIn)
	mux.HandleFunc("/login", methodNotAllowed("POST"))
	mux.HandleFunc("GET /me", h.signedIn(h.me))
	mux.HandleFunc("/me", methodNotAllowed("GET, HEAD"))
}

type accountKey struct{}

// callerOf returns the account that sent a request; its handler must be behind signedIn.
func callerOf(r *http.Request) domain.Account {
	account, _ := r.Context().Value(accountKey{}).(domain.Account)
	return account
}

// signedIn answers 401 without a valid token, and 403 to an account that has none of the roles.
func (h *handler) signedIn(next http.HandlerFunc, roles ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			h.writeError(w, r, domain.ErrUnsigned)
			return
		}
		account, err := h.services.Auth.Identify(r.Context(), token)
		if err != nil {
			h.writeError(w, r, err)
			return
		}
		if !account.HasRole(roles...) {
			writeProblem(w, http.StatusForbidden, "Your account may not do this.", nil)
			return
		}
		next(w, r.WithContext(context.WithValue(r.Context(), accountKey{}, account)))
	}
}

func (h *handler) register(w http.ResponseWriter, r *http.Request) {
	var in domain.AccountInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	signed, err := h.services.Auth.Register(r.Context(), in)
	h.writeSigned(w, r, http.StatusCreated, signed, err)
}

func (h *handler) signIn(w http.ResponseWriter, r *http.Request) {
	var in domain.Credentials
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	signed, err := h.services.Auth.SignIn(r.Context(), in)
	h.writeSigned(w, r, http.StatusOK, signed, err)
}

func (h *handler) writeSigned(w http.ResponseWriter, r *http.Request, status int, signed application.Signed, err error) {
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, status, signed)
}

func (h *handler) me(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, callerOf(r))
}
