package httpapi

import (
	"net/http"
	"strconv"

	"shop/backend/internal/domain"
)

func (h *handler) registerCartLines(mux *http.ServeMux) {
	mux.HandleFunc("GET /cart_lines", h.signed(h.listCartLines))
	mux.HandleFunc("POST /cart_lines", h.signed(h.createCartLine))
	mux.HandleFunc("/cart_lines", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("GET /cart_lines/{id}", h.signed(h.getCartLine))
	mux.HandleFunc("PUT /cart_lines/{id}", h.signed(h.replaceCartLine))
	mux.HandleFunc("DELETE /cart_lines/{id}", h.signed(h.deleteCartLine))
	mux.HandleFunc("/cart_lines/{id}", methodNotAllowed("GET, HEAD, PUT, DELETE"))
}

func (h *handler) listCartLines(w http.ResponseWriter, r *http.Request, account domain.Account) {
	query, err := cartLineQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	query.Customer = account.ID
	cartLines, total, err := h.services.CartLines.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, cartLines)
}

func cartLineQuery(r *http.Request) (query domain.CartLineQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.CartLineOrders); err != nil {
		return query, err
	}
	if query.Product, err = optionalID(values, "product"); err != nil {
		return query, err
	}
	return query, nil
}

func (h *handler) createCartLine(w http.ResponseWriter, r *http.Request, account domain.Account) {
	var in domain.CartLineInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	cartLine, err := h.services.CartLines.Create(r.Context(), account.ID, in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Location", "/cart_lines/"+strconv.FormatInt(cartLine.ID, 10))
	writeJSON(w, http.StatusCreated, cartLine)
}

func (h *handler) getCartLine(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	cartLine, err := h.services.CartLines.Get(r.Context(), account.ID, id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, cartLine)
}

func (h *handler) replaceCartLine(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	var in domain.CartLineInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	cartLine, err := h.services.CartLines.Replace(r.Context(), account.ID, id, in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, cartLine)
}

func (h *handler) deleteCartLine(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	if err := h.services.CartLines.Delete(r.Context(), account.ID, id); err != nil {
		h.writeError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
