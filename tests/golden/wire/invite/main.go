// Writes and checks invite.json: an invitation locked by Go's own crypto packages, so that the C++ code is held to
// another implementation. Usage: go run . write|verify ../invite.json
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
)

type golden struct {
	Password string `json:"password"`
	Plain    string `json:"plain"`
	Text     string `json:"text"`
}

func gcm(password string, salt []byte) (cipher.AEAD, error) {
	key, err := pbkdf2.Key(sha256.New, password, salt, 600000, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func write(path string) error {
	g := golden{Password: "correct horse battery", Plain: `{"remote_id":"abcdefghijklmnopqrstuvwxyz","remote_team_id":"",` +
		`"site_url":"https://a.example.com/plugins/causeway","token":"yyyyyyyyyyyyyyyyyyyyyyyyyy","version":3}`}
	head := make([]byte, 28)
	if _, err := rand.Read(head); err != nil {
		return err
	}
	aead, err := gcm(g.Password, head[:16])
	if err != nil {
		return err
	}
	g.Text = base64.URLEncoding.EncodeToString(aead.Seal(head, head[16:28], []byte(g.Plain), nil))
	out, err := json.MarshalIndent(g, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(out, '\n'), 0o644)
}

func verify(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var g golden
	if err := json.Unmarshal(text, &g); err != nil {
		return err
	}
	blob, err := base64.URLEncoding.DecodeString(g.Text)
	if err != nil || len(blob) < 44 {
		return fmt.Errorf("no invitation: %v", err)
	}
	aead, err := gcm(g.Password, blob[:16])
	if err != nil {
		return err
	}
	plain, err := aead.Open(nil, blob[16:28], blob[28:], nil)
	if err == nil && string(plain) != g.Plain {
		err = fmt.Errorf("opened to something else")
	}
	return err
}

func main() {
	err := fmt.Errorf("usage: wire write|verify invite.json")
	if len(os.Args) == 3 && os.Args[1] == "write" {
		err = write(os.Args[2])
	} else if len(os.Args) == 3 && os.Args[1] == "verify" {
		err = verify(os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
