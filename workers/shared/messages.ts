/** Lets a worker that is busy hear what the page has sent meanwhile. */

/** Ends once the messages that wait have been handled; a timeout would cost milliseconds each time. */
export function letMessagesIn(): Promise<void> {
  // A message to ourselves queues behind those that wait.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
