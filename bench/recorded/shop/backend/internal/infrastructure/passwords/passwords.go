// Package passwords digests passwords with argon2id.
package passwords

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"

	"golang.org/x/crypto/argon2"
)

const (
	saltBytes = 16
	keyBytes  = 32
	layout    = "$argon2id$m=%d,t=%d$%s$%s"
)

// Hasher digests with so many passes over so much memory.
type Hasher struct {
	Passes uint32
	KiB    uint32
}

// Usual is what OWASP's password storage cheat sheet asks for at least.
var Usual = Hasher{Passes: 2, KiB: 19 * 1024}

// Digest gives what may be stored of a password: how it was digested, the salt and the key.
func (h Hasher) Digest(password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return h.told(salt, h.key(password, salt)), nil
}

// Matches reports whether a digest was made of this password.
func (Hasher) Matches(digest, password string) bool {
	var made Hasher
	var salt string
	if _, err := fmt.Sscanf(digest, "$argon2id$m=%d,t=%d$%22s$", &made.KiB, &made.Passes, &salt); err != nil {
		return false
	}
	bytes, err := base64.RawStdEncoding.DecodeString(salt)
	if err != nil || made.Passes == 0 {
		return false
	}
	again := made.told(bytes, made.key(password, bytes))
	return subtle.ConstantTimeCompare([]byte(again), []byte(digest)) == 1
}

func (h Hasher) key(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, h.Passes, h.KiB, 1, keyBytes)
}

func (h Hasher) told(salt, key []byte) string {
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf(layout, h.KiB, h.Passes, text(salt), text(key))
}
