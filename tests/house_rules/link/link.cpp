// Linked with the whole of one production target and with what that target says it needs: if it leans on something that
// it does not name, this does not link.
int main() {
  return 0;
}
