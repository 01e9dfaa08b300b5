package httpapi

import (
	"net/http"
	"strconv"

	"shop/backend/internal/domain"
)

func (h *handler) registerProducts(mux *http.ServeMux) {
	mux.HandleFunc("GET /products", h.listProducts)
	mux.HandleFunc("POST /products", h.admin(h.createProduct))
	mux.HandleFunc("/products", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("GET /products/{id}", h.getProduct)
	mux.HandleFunc("PUT /products/{id}", h.admin(h.replaceProduct))
	mux.HandleFunc("DELETE /products/{id}", h.admin(h.deleteProduct))
	mux.HandleFunc("/products/{id}", methodNotAllowed("GET, HEAD, PUT, DELETE"))
}

func (h *handler) listProducts(w http.ResponseWriter, r *http.Request) {
	query, err := productQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	products, total, err := h.services.Products.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, products)
}

func productQuery(r *http.Request) (query domain.ProductQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.ProductOrders); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) createProduct(w http.ResponseWriter, r *http.Request) {
	var in domain.ProductInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	product, err := h.services.Products.Create(r.Context(), in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Location", "/products/"+strconv.FormatInt(product.ID, 10))
	writeJSON(w, http.StatusCreated, product)
}

func (h *handler) getProduct(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	product, err := h.services.Products.Get(r.Context(), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, product)
}

func (h *handler) replaceProduct(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	var in domain.ProductInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	product, err := h.services.Products.Replace(r.Context(), id, in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, product)
}

func (h *handler) deleteProduct(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	if err := h.services.Products.Delete(r.Context(), id); err != nil {
		h.writeError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
